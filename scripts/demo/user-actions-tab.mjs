/**
 * The first tab of the demonstration: the state of each charger, and buttons for user actions at it. The buttons reach the
 * simulated chargers through the global context.
 */

/** The buttons: label, call, and width in the editor, because nodes are placed by their centre. */
const ACTIONS = [
  ['Plug the car in', 'plugIn()', 160],
  ['Unplug the car', 'unplug()', 160],
  ['Hold a card to the reader', 'presentCard(0)', 240],
  ['Restart the charger', 'reboot()', 200],
  ['Let the charger hang', 'hang()', 200],
  ['Let it respond again', 'recover()', 200],
];
/** The keys of the event nodes: key, label, and width in the editor. */
const WATCHED = [
  ['car', 'Car', 140],
  ['nrg.powerTotal', 'Power', 160],
  ['wh', 'Charged', 180],
];
const TAB = 'demo-user-actions';
const ROW = 40;
/** The left edges of the columns. */
const LEFT = { buttons: 60, functions: 360, watched: 560 };

/** The nodes of the tab. @param chargers `{ name, id }` of each charger: its name, and the id of its configuration node */
export function userActionsTab(chargers) {
  const height = (ACTIONS.length + 2) * ROW;
  return [
    { id: TAB, type: 'tab', label: 'At the charger', disabled: false, info: '' },
    node(
      'about',
      'comment',
      'The chargers are simulated. Press a button and watch the status under the nodes.',
      LEFT.buttons + 320,
      40,
    ),
    ...chargers.flatMap((charger, index) => section(charger, 100 + index * height)),
  ];
}

function section({ name, id }, top) {
  return [
    node(`${name}-heading`, 'comment', name, LEFT.buttons + 60, top),
    ...ACTIONS.flatMap(([label, call, width], index) => button(name, label, call, width, top + ROW * (index + 1))),
    ...WATCHED.map(([key, label, width], index) => watched(name, id, key, label, width, top + ROW * (2 * index + 1))),
  ];
}

function button(charger, label, call, width, y) {
  const id = `${charger}-${call}`;
  const func = `global.get('simulated').${charger}.${call};`;
  return [
    node(
      `${id}-press`,
      'inject',
      label,
      LEFT.buttons + width / 2,
      y,
      { props: [], repeat: '', crontab: '', once: false, onceDelay: 0.1, topic: '' },
      [id],
    ),
    node(id, 'function', charger, LEFT.functions + 60, y, {
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

/** An event node, whose status shows the newest value. */
function watched(name, charger, key, label, width, y) {
  const event = { charger, keys: [key], happenings: [], initial: true, minChange: 0, minInterval: 0, output: 'each' };
  return node(
    `${name}-${key}`,
    'goe-event',
    `${name}: ${label.toLowerCase()}`,
    LEFT.watched + width / 2,
    y,
    event,
    [],
    [],
  );
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
