/** The configuration node: one charger, shared by all nodes that use it. */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { createCharger } from '../../lib/charger';
import { ChargerError } from '../../lib/errors';
import type { ChargerNode } from '../runtime/charger-node';
import { asError } from '../runtime/failure';
import { createAvailabilityLog } from './availability-log';
import { type ChargerConfig, type ChargerCredentials, chargerOptions } from './options';

/** What a core `tls-config` node offers. */
interface TlsNode extends Node {
  valid?: boolean;
  addTLSOptions(options: Record<string, unknown>): void;
}

export = (RED: NodeAPI): void => {
  function GoeCharger(this: ChargerNode, config: NodeDef & ChargerConfig): void {
    RED.nodes.createNode(this, config);
    try {
      const charger = createCharger(chargerOptions(config, this.credentials ?? {}, tlsOptions(config)));
      this.charger = charger;
      this.use = createAvailabilityLog(this, charger);
      this.on('close', (_removed: boolean, done: () => void) => {
        charger.close().then(done, (thrown) => {
          this.warn(asError(thrown).message);
          done();
        });
      });
    } catch (thrown) {
      this.invalid = asError(thrown).message;
      this.error(this.invalid);
    }
  }

  /** @throws ChargerError where TLS settings were chosen and cannot be had: going on without them would be unsafe */
  function tlsOptions(config: ChargerConfig): Record<string, unknown> | undefined {
    if (config.connection !== 'mqtt' || !config.tls) return undefined;
    const node = RED.nodes.getNode(String(config.tls)) as TlsNode | null;
    if (!node || node.valid === false)
      throw new ChargerError(
        'INVALID',
        'The TLS settings are missing, disabled or wrong: open this charger and choose others',
      );
    const options: Record<string, unknown> = {};
    node.addTLSOptions(options);
    return options;
  }

  RED.nodes.registerType<ChargerNode, NodeDef & ChargerConfig, object, ChargerCredentials>('goe-charger', GoeCharger, {
    credentials: {
      token: { type: 'password' },
      username: { type: 'text' },
      password: { type: 'password' },
    },
  });
};
