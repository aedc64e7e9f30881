/** The configuration node: one charger, shared by all nodes that use it. */
import type { NodeAPI, NodeDef } from 'node-red';
import { createCharger } from '../../lib/charger';
import type { ChargerNode } from '../runtime/charger-node';
import { asError } from '../runtime/failure';
import { serveEditor } from './admin';
import { createAvailabilityLog } from './availability-log';
import { connectionOptions } from './connection';
import { createLastWork } from './last-work';
import { chargerMigrations } from './migrate';
import type { ChargerConfig, ChargerCredentials } from './options';

export = (RED: NodeAPI): void => {
  function GoeCharger(this: ChargerNode, saved: NodeDef & ChargerConfig): void {
    RED.nodes.createNode(this, saved);
    try {
      const config = chargerMigrations.migrate(saved);
      const charger = createCharger(connectionOptions(RED, config, this.credentials ?? {}));
      this.charger = charger;
      this.use = createAvailabilityLog(this, charger);
      const last = createLastWork();
      this.beforeItCloses = last.add;
      this.on('close', (_removed: boolean, done: () => void) => {
        last
          .over()
          .then(() => charger.close())
          .then(done, (thrown) => {
            this.warn(asError(thrown).message);
            done();
          });
      });
    } catch (thrown) {
      this.invalid = asError(thrown).message;
      this.error(this.invalid);
    }
  }

  RED.nodes.registerType<ChargerNode, NodeDef & ChargerConfig, object, ChargerCredentials>('goe-charger', GoeCharger, {
    credentials: {
      token: { type: 'password' },
      username: { type: 'text' },
      password: { type: 'password' },
    },
  });

  serveEditor(RED);
};
