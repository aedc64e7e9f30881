/**
 * The first tab of the demonstration: what each charger is doing, and buttons for what a person standing at it would do. The
 * buttons reach the simulated chargers through the global context.
 */

/** Button, and what it calls. */
const ACTIONS = [
  ['Plug the car in', 'plugIn()'],
  ['Unplug the car', 'unplug()'],
  ['Hold the first card to the reader', 'presentCard(0)'],
  ['Restart the charger', 'reboot()'],
  ['Let the charger hang', 'hang()'],
  ['Let it answer again', 'recover()'],
];
const WATCHED = [
  ['Car', 'car', 'label'],
  ['Power in W', 'nrg.powerTotal', 'payload'],
  ['Charged in Wh', 'wh', 'payload'],
];
const TAB = 'demo-hands';
const ROW = 40;

/** @param chargers `{ name, id }` of each charger: its name, and the id of its configuration node */
export function handsTab(chargers) {
  const height = (ACTIONS.length + 2) * ROW;
  return [
    { id: TAB, type: 'tab', label: 'At the charger', disabled: false, info: '' },
    node(
      'about',
      'comment',
      'The chargers are simulated. Press a button and watch the status under the nodes.',
      300,
      40,
    ),
    ...chargers.flatMap((charger, index) => section(charger, 100 + index * height)),
  ];
}

function section({ name, id }, top) {
  return [
    node(`${name}-heading`, 'comment', name, 120, top),
    ...ACTIONS.flatMap(([label, call], index) => button(name, label, call, top + ROW * (index + 1))),
    ...WATCHED.flatMap(([label, key, shown], index) =>
      watched(name, id, label, key, shown, top + 2 * ROW * index + ROW),
    ),
  ];
}

function button(charger, label, call, y) {
  const id = `${charger}-${call}`;
  const func = `global.get('simulated').${charger}.${call};`;
  return [
    node(
      `${id}-press`,
      'inject',
      label,
      180,
      y,
      { props: [], repeat: '', crontab: '', once: false, onceDelay: 0.1, topic: '' },
      [id],
    ),
    node(id, 'function', charger, 420, y, {
      func,
      outputs: 0,
      timeout: 0,
      noerr: 0,
      initialize: '',
      finalize: '',
      libs: [],
    }),
  ];
}

function watched(name, charger, label, key, shown, y) {
  const id = `${name}-${key}`;
  const event = { charger, keys: [key], happenings: [], initial: true, minChange: 0, minInterval: 0, output: 'each' };
  const debug = {
    active: true,
    tosidebar: false,
    console: false,
    tostatus: true,
    complete: 'payload',
    targetType: 'msg',
    statusVal: shown,
    statusType: 'msg',
  };
  return [
    node(id, 'goe-event', label, 660, y, event, [`${id}-shown`], []),
    node(`${id}-shown`, 'debug', `${name}: ${label}`, 880, y, debug),
  ];
}

function node(id, type, name, x, y, properties = {}, ...wires) {
  return {
    id: identifier(id),
    type,
    z: TAB,
    name,
    ...properties,
    x,
    y,
    wires: wires.map((ends) => ends.map(identifier)),
  };
}

function identifier(name) {
  return `${TAB}-${name.replace(/[^a-z0-9]+/gi, '-')}`.toLowerCase();
}
