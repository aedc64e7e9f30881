/** The tab of one case: our nodes, and around them nodes of Node-RED's own that note everything these do. */
import type { FlowNode } from '../support/flow';

export const NAMES = ['amp', 'dwo', 'car', 'lbr'];

/** The nodes that messages are given to: one asks the charger, one takes what is known, one writes. */
export const TARGETS = ['ask', 'latest', 'set'] as const;
export type TargetNode = (typeof TARGETS)[number];

/** Something a tab has noted, by the clock of Node-RED. */
export type Noted = { at: number; id: string } & (
  | { what: 'given'; node: TargetNode; n: number }
  | { what: 'sent'; node: TargetNode; n: number; payload: Record<string, unknown>; result?: unknown; stale?: boolean }
  | { what: 'completed'; node: TargetNode; n: number }
  | { what: 'caught'; node: TargetNode; n: number; error: { code?: string; message: string } }
  | { what: 'shown'; node: string; fill?: string; shape?: string; text?: string }
  | { what: 'changed'; name: string; value: unknown }
  | { what: 'happened'; topic: string; payload: unknown }
);

/** @param id no tab before may have had it */
export function tabOf(id: string): FlowNode[] {
  const on = (name: string, type: string, properties: object): FlowNode => ({
    id: `${id} ${name}`,
    type,
    z: `${id} tab`,
    x: 100,
    y: 100,
    wires: [],
    ...properties,
  });
  const to = (...names: string[]) => names.map((name) => `${id} ${name}`);
  const note = (name: string, fields: string) =>
    on(name, 'function', {
      func: `global.get('notes').push({ at: Date.now(), id: ${JSON.stringify(id)}, ${fields} });`,
      outputs: 0,
    });
  const charger = `${id} charger`;
  return [
    { id: `${id} tab`, type: 'tab', label: id },
    on('in', 'http in', { url: `/${id}`, method: 'post', wires: [to('give', 'thanks')] }),
    on('thanks', 'http response', { statusCode: '204' }),
    on('give', 'function', {
      // The properties of the HTTP message stay behind: the message that is given has only what a flow would put into it.
      func: `const { target, n, payload } = msg.payload;
global.get('notes').push({ at: Date.now(), id: ${JSON.stringify(id)}, what: 'given', node: target, n });
const given = { target, n, payload };
return ${JSON.stringify(TARGETS)}.map((each) => (each === target ? given : null));`,
      outputs: TARGETS.length,
      wires: TARGETS.map((node) => to(node)),
    }),
    on('ask', 'goe-status', { charger, keys: NAMES, source: 'charger', wires: [to('sent')] }),
    on('latest', 'goe-status', { charger, keys: NAMES, source: 'latest', wires: [to('sent')] }),
    on('set', 'goe-set', { charger, values: [], wires: [to('sent')] }),
    on('event', 'goe-event', {
      charger,
      keys: NAMES,
      happenings: ['online', 'offline', 'restarted', 'error'],
      initial: true,
      wires: [to('changed'), to('happened')],
    }),
    on('ends', 'complete', { scope: to(...TARGETS), wires: [to('completed')] }),
    on('errors', 'catch', { scope: null, wires: [to('caught')] }),
    on('statuses', 'status', { scope: to(...TARGETS, 'event'), wires: [to('shown')] }),
    note(
      'sent',
      `what: 'sent', node: msg.target, n: msg.n, payload: msg.payload, result: msg.result, stale: msg.stale`,
    ),
    note('completed', `what: 'completed', node: msg.target, n: msg.n`),
    note(
      'caught',
      `what: 'caught', node: msg.target, n: msg.n, error: { code: msg.error.code, message: msg.error.message }`,
    ),
    note(
      'shown',
      `what: 'shown', node: msg.status.source.id.slice(${id.length + 1}), fill: msg.status.fill, shape: msg.status.shape, text: msg.status.text`,
    ),
    note('changed', `what: 'changed', name: msg.topic, value: msg.payload`),
    note('happened', `what: 'happened', topic: msg.topic, payload: msg.payload`),
  ];
}

/** Tab whose route gives the notes, and forgets them. */
export function notesTab(): FlowNode[] {
  const on = (id: string, type: string, properties: object): FlowNode => ({
    id,
    type,
    z: 'notes tab',
    x: 100,
    y: 100,
    wires: [],
    ...properties,
  });
  return [
    { id: 'notes tab', type: 'tab', label: 'Notes' },
    on('notes in', 'http in', { url: '/notes', method: 'get', wires: [['notes']] }),
    on('notes', 'function', {
      func: "msg.payload = global.get('notes').splice(0); return msg;",
      outputs: 1,
      wires: [['notes out']],
    }),
    on('notes out', 'http response', {}),
  ];
}
