/**
 * Routes of the editor: finding chargers, testing a configuration, the values of a deployed charger. Answers hold known, typed
 * fields only, so that nobody can use them to read what any other address answers.
 */
import type { NodeAPI } from 'node-red';
import { createGate, mayUseSecrets, smallJsonOnly } from './admin-gate';

// Each is loaded with its first request: a Node-RED whose editor is closed needs none of it.
const finding = (): typeof import('./admin-find') => require('./admin-find');
const testing = (): typeof import('./admin-test') => require('./admin-test');
const showing = (): typeof import('./admin-values') => require('./admin-values');

/** Registers the routes; once, when Node-RED loads the node. */
export function serveEditor(RED: NodeAPI): void {
  const checks = [RED.auth.needsPermission('goe-charger.write'), smallJsonOnly, mayUseSecrets(RED)];
  const oneSearch = createGate(1);
  const twoTests = createGate(2);
  const manyReads = createGate(20);
  RED.httpAdmin.post(
    '/goe-charger/find',
    ...checks,
    oneSearch((request, signal) => finding().findChargers(RED, request.body, signal)),
  );
  RED.httpAdmin.post(
    '/goe-charger/test',
    ...checks,
    twoTests((request, signal) => testing().testConnection(RED, request.body, signal)),
  );
  RED.httpAdmin.get(
    '/goe-charger/:id/values',
    RED.auth.needsPermission('goe-charger.read'),
    // Many dialogs may read; how often the charger is asked has a limit of its own.
    manyReads((request) => showing().valuesOf(RED, String(request.params.id), request.query.ask === 'all')),
  );
}
