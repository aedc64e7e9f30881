/** The flows that are deployed again and again. */
import type { FlowNode } from './flow';

export const TAB: FlowNode = { id: 'tab', type: 'tab', label: 'Charging', disabled: false };
export const EMPTY: readonly FlowNode[] = [{ id: 'empty', type: 'tab', label: 'Empty' }];

/** A node on the tab, whatever it is. */
export function onTab(id: string, type: string, properties: object = {}): FlowNode {
  return { id, type, z: 'tab', x: 100, y: 100, wires: [['sink']], ...properties };
}

/** Takes what leaves, and what fails. */
export function sinks(): FlowNode[] {
  return [
    onTab('sink', 'change', { rules: [], wires: [[]] }),
    onTab('errors', 'catch', { scope: null, wires: [['sink']] }),
  ];
}

export function httpCharger(port: number, more: object = {}): FlowNode {
  return charger('http', { host: `127.0.0.1:${port}`, pollInterval: 0.5, ...more });
}

export function mqttCharger(port: number, serial: string, more: object = {}): FlowNode {
  return charger('mqtt', { broker: `mqtt://127.0.0.1:${port}`, serial, ...more });
}

function charger(connection: string, more: object): FlowNode {
  // Not the connection alone: a value that equals an id makes Node-RED take the one for the other.
  return {
    id: `${connection} charger`,
    type: 'goe-charger',
    name: `Carport ${connection}`,
    connection,
    timeout: 4,
    ...more,
  };
}

/** Nodes of each kind for the charger `<name> charger`: `<name> set`, `<name> latest`, `<name> ask`, `<name> event`. */
export function users(name: string, more: object = {}): FlowNode[] {
  const charger = `${name} charger`;
  return [
    onTab(`${name} set`, 'goe-set', { charger, ...more }),
    onTab(`${name} latest`, 'goe-status', { charger, keys: ['amp', 'car'], ...more }),
    onTab(`${name} ask`, 'goe-status', { charger, keys: ['psm', 'frc'], source: 'charger', ...more }),
    onTab(`${name} event`, 'goe-event', {
      charger,
      keys: ['amp', 'nrg'],
      happenings: ['online', 'offline', 'session-ended'],
      wires: [['sink'], ['sink']],
      ...more,
    }),
  ];
}
