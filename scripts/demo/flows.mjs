/**
 * The example flows as tabs of the demonstration. Every example brings a charger of its own, so that it can be imported
 * alone; here they all share the simulated ones, because a charger answers one at a time.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handsTab } from './hands-tab.mjs';

/** Fixed, so that chargers in flows kept from last time can be given the ports of today. */
const SHARED = { http: 'demo-charger-http', mqtt: 'demo-charger-mqtt' };

/**
 * Writes the flows file when there is none or fresh ones are wanted; otherwise keeps it and only updates where the
 * simulated chargers are.
 * @returns true when flows were kept
 */
export function placeFlows(root, userDir, addresses, fresh) {
  const file = join(userDir, 'flows.json');
  const keep = !fresh && existsSync(file);
  const flows = keep ? JSON.parse(readFileSync(file, 'utf8')) : exampleFlows(join(root, 'examples'));
  const located = flows.map((node) => locate(node, addresses));
  writeFileSync(file, `${JSON.stringify(located, null, 4)}\n`);
  return keep;
}

function exampleFlows(folder) {
  const examples = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const shared = new Map(
    examples.filter(isCharger).map(({ id, connection }) => [id, connection === 'mqtt' ? SHARED.mqtt : SHARED.http]),
  );
  return [
    ...handsTab([
      { name: 'Garage', id: SHARED.http },
      { name: 'Carport', id: SHARED.mqtt },
    ]),
    chargerNode(SHARED.http, 'Garage', 'http'),
    chargerNode(SHARED.mqtt, 'Carport', 'mqtt'),
    ...examples
      .filter((node) => !isCharger(node))
      .map((node) => (shared.has(node.charger) ? { ...node, charger: shared.get(node.charger) } : node)),
  ];
}

function isCharger(node) {
  return node.type === 'goe-charger';
}

function chargerNode(id, name, connection) {
  return {
    id,
    type: 'goe-charger',
    name,
    connection,
    pollInterval: 2,
    timeout: 10,
    readOnly: false,
    allowCaution: false,
  };
}

function locate(node, { http, mqtt, broker }) {
  if (node.id === SHARED.http) return { ...node, host: http.host };
  if (node.id === SHARED.mqtt) return { ...node, broker, serial: mqtt.serial };
  return node;
}
