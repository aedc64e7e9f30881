/** The configuration node: one charger, shared by all nodes that use it. */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { createCharger } from '../../lib/charger';
import type { Charger } from '../../lib/charger/charger.types';
import type { ChargerNode } from '../runtime/charger-node';
import { asError } from '../runtime/failure';
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
      this.charger = open(this, config);
    } catch (thrown) {
      this.invalid = asError(thrown).message;
      this.error(this.invalid);
      return;
    }
    logAvailability(this, this.charger);
    this.on('close', (_removed: boolean, done: () => void) => {
      this.charger?.close().then(done, (thrown) => {
        this.warn(asError(thrown).message);
        done();
      });
    });
  }

  function open(node: ChargerNode, config: ChargerConfig): Charger {
    const result = chargerOptions(config, node.credentials ?? {}, tlsOptions(config));
    if ('why' in result) throw new Error(result.why);
    return createCharger(result.options);
  }

  /** @throws Error where TLS settings were chosen and cannot be had: going on without them would be unsafe */
  function tlsOptions(config: ChargerConfig): Record<string, unknown> | undefined {
    if (config.connection !== 'mqtt' || !config.tls) return undefined;
    const node = RED.nodes.getNode(String(config.tls)) as TlsNode | null;
    if (!node || node.valid === false)
      throw new Error('The TLS configuration is missing, disabled or wrong: open this charger and choose another');
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

/** A charger that is lost at night should be found in the log in the morning. */
function logAvailability(node: ChargerNode, charger: Charger): void {
  let wasOffline = false;
  const stop = charger.onAvailability((availability) => {
    if (availability.state === 'offline' && !wasOffline)
      node.warn(`${charger.identity.name} is offline: ${availability.reason}`);
    if (availability.state === 'online' && wasOffline) node.log(`${charger.identity.name} is online again`);
    if (availability.state === 'offline' || availability.state === 'online')
      wasOffline = availability.state === 'offline';
  });
  node.on('close', stop);
}
