/** Configuration node `goe-charger`: one charger, shared by all nodes that use it. */
import type { NodeAPI, NodeDef } from 'node-red';
import { createCharger } from '../../lib/charger';
import type { ChargerNode } from '../runtime/charger-node';
import { asError } from '../runtime/failure';
import { createAvailabilityLog } from './availability-log';
import { connectionOptions } from './connection';
import { chargerMigrations } from './migrate';
import { logMissingValues } from './missing-log';
import type { ChargerConfig } from './options';
import { createShutdownWork } from './shutdown-work';

export function startNode(RED: NodeAPI, node: ChargerNode, saved: NodeDef & ChargerConfig): void {
  try {
    const config = chargerMigrations.migrate(saved);
    const charger = createCharger(connectionOptions(RED, config, node.credentials ?? {}));
    node.charger = charger;
    node.use = createAvailabilityLog(node, charger);
    logMissingValues(node, charger);
    const shutdown = createShutdownWork();
    node.beforeItCloses = shutdown.add;
    node.on('close', (_removed: boolean, done: () => void) => {
      shutdown
        .finished()
        .then(() => charger.close())
        .then(done, (thrown) => {
          node.warn(asError(thrown).message);
          done();
        });
    });
  } catch (thrown) {
    node.invalid = asError(thrown).message;
    node.error(node.invalid);
  }
}
