/**
 * The example flows as tabs of the demonstration. Every example has a charger node of its own, so that it can be imported
 * alone; here they share the simulated chargers, because a charger serves one request at a time. One goe-surplus regulates a
 * charger: that of the example with the page; the tabs of the others are disabled.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userActionsTab } from './user-actions-tab.mjs';

/** Fixed ids, so that the charger nodes of kept flows can get the ports of this run. */
const SHARED = { http: 'demo-charger-http', mqtt: 'demo-charger-mqtt', roof: 'demo-charger-roof' };
const BROKER = 'demo-broker';
const ACTIVE_SURPLUS = 'Surplus on a page';
/** The delays of goe-surplus, in seconds and minutes: short, because a day of the demonstration is short. */
const SHORT_DELAYS = {
  startDelay: '10',
  stopDelay: '20',
  phaseDelay: '30',
  minRun: '30',
  minPause: '15',
  maxPhaseSwitches: '30',
};
const DISABLED =
  'Disabled here, because one goe-surplus regulates a charger, and in this demonstration it is that of the tab “Surplus on a page”.';

/**
 * Writes the flows file when there is none, or `fresh` is set; otherwise keeps it and only updates the addresses of the
 * simulated chargers.
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
    .map((name) => adapted(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
  const nodes = examples.flat();
  // One dashboard has one base; its pages may come from several examples.
  const [base, ...moreBases] = nodes.filter(({ type }) => type === 'ui-base');
  return [
    ...userActionsTab([
      { name: 'Garage', id: SHARED.http },
      { name: 'Carport', id: SHARED.mqtt },
      { name: 'Roof', id: SHARED.roof },
    ]),
    chargerNode(SHARED.http, 'Garage', 'http'),
    chargerNode(SHARED.mqtt, 'Carport', 'mqtt'),
    chargerNode(SHARED.roof, 'Roof', 'http'),
    { ...nodes.find(isBroker), id: BROKER },
    ...nodes
      .filter((node) => !isCharger(node) && !isBroker(node) && !moreBases.includes(node))
      .map((node) => (node.type === 'ui-page' ? { ...node, ui: base.id } : node)),
  ];
}

/** An example with the chargers and the broker of the demonstration in place of its own. */
function adapted(example) {
  const { id: own, connection } = example.find(isCharger);
  const isSurplus = example.some(({ type }) => type === 'goe-surplus');
  const isActive = example.some(({ type, label }) => type === 'tab' && label === ACTIVE_SURPLUS);
  const charger = isSurplus ? SHARED.roof : connection === 'mqtt' ? SHARED.mqtt : SHARED.http;
  return example.map((node) => {
    if (node.type === 'tab' && isSurplus && !isActive) return { ...node, disabled: true, info: DISABLED };
    return {
      ...node,
      ...(node.charger === own ? { charger } : {}),
      ...(node.type === 'mqtt in' ? { broker: BROKER } : {}),
      ...(node.type === 'goe-surplus' && isActive ? SHORT_DELAYS : {}),
    };
  });
}

function isBroker(node) {
  return node.type === 'mqtt-broker';
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

function locate(node, { http, mqtt, roof, broker }) {
  if (node.id === SHARED.http) return { ...node, host: http.host };
  if (node.id === SHARED.roof) return { ...node, host: roof.host };
  if (node.id === BROKER) return { ...node, broker: new URL(broker).hostname, port: new URL(broker).port };
  if (node.id === SHARED.mqtt) return { ...node, broker, serial: mqtt.serial };
  return node;
}
