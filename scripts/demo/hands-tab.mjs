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
  ['car', 'Car'],
  ['nrg.powerTotal', 'Power'],
  ['wh', 'Charged'],
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
      420,
      40,
    ),
    ...chargers.flatMap((charger, index) => section(charger, 100 + index * height)),
  ];
}

function section({ name, id }, top) {
  return [
    node(`${name}-heading`, 'comment', name, 120, top),
    ...ACTIONS.flatMap(([label, call], index) => button(name, label, call, top + ROW * (index + 1))),
    ...WATCHED.map(([key, label], index) => watched(name, id, key, label, top + ROW * (2 * index + 1))),
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
    node(id, 'function', charger, 440, y, {
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

/** The status under an event node shows the newest value: no more is needed to watch. */
function watched(name, charger, key, label, y) {
  const event = { charger, keys: [key], happenings: [], initial: true, minChange: 0, minInterval: 0, output: 'each' };
  return node(`${name}-${key}`, 'goe-event', `${name}: ${label.toLowerCase()}`, 640, y, event, [], []);
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
