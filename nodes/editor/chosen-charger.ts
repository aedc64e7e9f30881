/** Charger that is chosen in a dialog: its live values and its name. */
import type { Identity } from '../../lib/charger/charger.types';
import type { DeployedValues } from '../runtime/deployed-values';
import { createLive, type Live } from './live';

const SELECT = 'node-input-charger';
/** Timeout of a request for values: longer than the route waits for the charger [our choice]. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Time between two requests while a dialog is open [our choice]. */
const POLL_INTERVAL_MS = 2000;

/** Live values by Node-RED's admin API. URLs are relative: Node-RED adds its root and the login. */
export function createEditorLive(): Live {
  return createLive({
    ask: (url) =>
      new Promise<DeployedValues>((resolve, reject) => {
        $.ajax({ url, dataType: 'json', cache: false, timeout: REQUEST_TIMEOUT_MS })
          .done((answer: DeployedValues) => resolve(answer))
          .fail((request: JQuery.jqXHR) => reject(request.status));
      }),
    isDeployed,
    pollIntervalMs: POLL_INTERVAL_MS,
  });
}

/** Deployed and valid, as far as the editor knows: a request that fails would be an error on the browser's console. */
function isDeployed(chargerId: string): boolean {
  const deployed = RED.nodes.originalFlow?.()?.find(({ id }) => id === chargerId);
  return deployed?.type === 'goe-charger' && deployed.d !== true && RED.nodes.node(chargerId)?.valid !== false;
}

/** @returns the charger that a select names now, and a function that subscribes to another choice */
export function chargerChoice(selectId: string): [chosen: () => string, onChoice: (changed: () => void) => () => void] {
  const select = () => $(document.getElementById(selectId) ?? []);
  return [
    () => String(select().val() ?? ''),
    (changed) => {
      const listener = () => changed();
      const chosen = select();
      chosen.on('change', listener);
      return () => void chosen.off('change', listener);
    },
  ];
}

/** Identity of the chosen charger by its configuration, for where it has not reported its own. */
export function identityOf(selectId = SELECT): Identity {
  const [chosen] = chargerChoice(selectId);
  const node = RED.nodes.node(chosen()) as {
    name?: string;
    serial?: string;
    connection?: Identity['connection'];
  } | null;
  return { name: node?.name || 'Garage', serial: node?.serial || '123456', connection: node?.connection ?? 'http' };
}
