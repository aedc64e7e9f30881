/**
 * What the editor's dialogs ask the runtime for: finding chargers, trying a configuration, the values of a deployed charger.
 * Nothing but known, typed fields is ever answered, so that nobody can read with it what some address has to say.
 */
import type { NodeAPI } from 'node-red';
import { createGate, takesSmallJson, withStoredSecrets } from './admin-gate';

// What answers is loaded when it is first asked for: a Node-RED whose editor is closed needs none of it.
const finding = (): typeof import('./admin-find') => require('./admin-find');
const testing = (): typeof import('./admin-test') => require('./admin-test');
const showing = (): typeof import('./admin-values') => require('./admin-values');

/** Registers the routes; once, when Node-RED loads the node. */
export function serveEditor(RED: NodeAPI): void {
  const maySearch = [RED.auth.needsPermission('goe-charger.write'), takesSmallJson, withStoredSecrets(RED)];
  const oneSearch = createGate(1);
  const twoTests = createGate(2);
  RED.httpAdmin.post(
    '/goe-charger/find',
    ...maySearch,
    oneSearch((request, signal) => finding().findChargers(RED, request.body, signal)),
  );
  RED.httpAdmin.post(
    '/goe-charger/test',
    ...maySearch,
    twoTests((request, signal) => testing().testConnection(RED, request.body, signal)),
  );
  RED.httpAdmin.get(
    '/goe-charger/:id/values',
    RED.auth.needsPermission('goe-charger.read'),
    // Many dialogs may look on; only asking the charger is rationed.
    createGate(20)((request) => showing().valuesOf(RED, String(request.params.id), request.query.ask === 'all')),
  );
}
