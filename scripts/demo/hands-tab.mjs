/** A tab with buttons for what a person at the simulated chargers would do: plug in, unplug, hold a card, pull the power. */

const ACTIONS = [
  ['Plug the car in', 'plugIn()'],
  ['Unplug the car', 'unplug()'],
  ['Hold the first card to the reader', 'presentCard(0)'],
  ['Restart the charger', 'reboot()'],
  ['Let the charger hang', 'hang()'],
  ['Let it work again', 'recover()'],
];
const CHARGERS = ['Garage', 'Carport'];
const TAB = 'demo-hands';

export function handsTab() {
  const about = comment('Press a button and watch the other tabs', 180, 40, {
    info: 'The chargers here are simulated. These buttons do what a person at the charger would do.',
  });
  const buttons = CHARGERS.flatMap((charger, row) => {
    const top = 100 + row * (ACTIONS.length * 40 + 80);
    const heading = comment(`${charger} (${charger === 'Garage' ? 'HTTP' : 'MQTT'})`, 130, top);
    return [heading, ...ACTIONS.flatMap(([name, call], index) => button(charger, name, call, top + 40 * (index + 1)))];
  });
  return [{ id: TAB, type: 'tab', label: 'At the charger', disabled: false, info: '' }, about, ...buttons];
}

function comment(name, x, y, more = {}) {
  return { id: `${TAB}-comment-${y}`, type: 'comment', z: TAB, name, info: '', x, y, wires: [], ...more };
}

function button(charger, name, call, y) {
  const id = `${TAB}-${charger}-${call.replace(/\W/g, '')}`.toLowerCase();
  const inject = {
    id: `${id}-press`,
    type: 'inject',
    z: TAB,
    name,
    props: [],
    repeat: '',
    crontab: '',
    once: false,
    onceDelay: 0.1,
    topic: '',
    x: 180,
    y,
    wires: [[id]],
  };
  const hand = {
    id,
    type: 'function',
    z: TAB,
    name: `${charger}: ${name.toLowerCase()}`,
    func: `global.get('simulated').${charger}.${call};`,
    outputs: 0,
    timeout: 0,
    noerr: 0,
    initialize: '',
    finalize: '',
    libs: [],
    x: 520,
    y,
    wires: [],
  };
  return [inject, hand];
}
