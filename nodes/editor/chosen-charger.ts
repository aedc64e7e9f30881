/** The charger a dialog is about, as the editor knows it. */
import type { Identity } from '../../lib/charger/charger.types';
import type { DeployedValues } from '../runtime/deployed-values';
import { createLive, type Live } from './live';

const SELECT = 'node-input-charger';

/** What deployed chargers report. URLs are relative: Node-RED adds its root and who is logged in. */
export function createEditorLive(): Live {
  return createLive({
    ask: (url) =>
      new Promise<DeployedValues>((resolve, reject) => {
        $.ajax({ url, dataType: 'json', cache: false, timeout: 10_000 })
          .done((answer: DeployedValues) => resolve(answer))
          .fail((request: JQuery.jqXHR) => reject(request.status));
      }),
    isDeployed,
    everyMs: 2000,
  });
}

/** Known to the runtime and able to work, as far as the editor can tell: asking in vain would fill the browser's console. */
function isDeployed(chargerId: string): boolean {
  const deployed = RED.nodes.originalFlow?.()?.find(({ id }) => id === chargerId);
  return deployed?.type === 'goe-charger' && deployed.d !== true && RED.nodes.node(chargerId)?.valid !== false;
}

/** @returns which charger a select names now, and how to hear of another */
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

/** Who the chosen charger is, while it has not told itself. */
export function identityOf(selectId = SELECT): Identity {
  const [chosen] = chargerChoice(selectId);
  const node = RED.nodes.node(chosen()) as {
    name?: string;
    serial?: string;
    connection?: Identity['connection'];
  } | null;
  return { name: node?.name || 'Garage', serial: node?.serial || '123456', connection: node?.connection ?? 'http' };
}
