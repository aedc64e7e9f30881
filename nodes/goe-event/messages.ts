/** Messages of a `goe-event`: one change, several changes, a happening. */
import type { Change, Happening, Identity, Json } from '../../lib/charger/charger.types';
import { copyOf } from '../runtime/copy';
import type { LabelsOf } from '../runtime/value-labels';

/** Context that goes into every message. */
export interface Context {
  charger: Identity;
  labelsOf: LabelsOf;
}

export interface EventMessage {
  topic: string;
  payload: Json;
  time: number;
  charger: Identity;
  previous?: Json;
  label?: string | Record<string, string>;
  unit?: string | Record<string, string>;
  [property: string]: unknown;
}

/** Message of one changed name. `previous`, `label` and `unit` are there where they mean something. */
export function changeMessage({ name, value, previous, time }: Change, { charger, labelsOf }: Context): EventMessage {
  const message: EventMessage = { topic: name, payload: copyOf(value), time, charger: { ...charger } };
  const labels = labelsOf(name);
  const label = labels.label(value);
  if (previous !== undefined) message.previous = copyOf(previous);
  if (label !== undefined) message.label = label;
  if (labels.unit !== undefined) message.unit = labels.unit;
  return message;
}

/** Message of several names that changed together: everything by name. */
export function changesMessage(changes: readonly Change[], context: Context): EventMessage {
  const each = changes.map((change) => [change.name, changeMessage(change, context)] as const);
  const by = <T>(part: (message: EventMessage) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      each.flatMap(([name, message]) => {
        const value = part(message);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  return {
    topic: 'changes',
    payload: by((message) => message.payload),
    previous: by((message) => message.previous),
    label: by((message) => message.label as string | undefined),
    unit: by((message) => message.unit as string | undefined),
    time: Math.max(...changes.map(({ time }) => time)),
    charger: { ...context.charger },
  };
}

/** Message of a happening. */
export function happeningMessage({ topic, payload, time }: Happening, charger: Identity): EventMessage {
  return { topic, payload: structuredClone(payload), time, charger: { ...charger } };
}
