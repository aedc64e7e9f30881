/** Values that a `goe-set` writes: from its rows, or from the message. */
import { rowOf } from '../../lib/keys';
import { asError, MessageError } from '../runtime/failure';
import type { StatusEntry } from './texts';

const SetError = MessageError<StatusEntry>;

/** One row of the editor. `type` is one of the typed input's, or `option`: a value of an enumeration, as text. */
export interface Row {
  key: string;
  value: string;
  type: string;
}

/** Evaluates a typed input for a message. */
export type Evaluate = (value: string, type: string) => Promise<unknown>;

export type Values = Record<string, unknown>;

/** @throws MessageError naming the key whose value cannot be had */
export async function valuesOfRows(rows: readonly Row[], evaluate: Evaluate): Promise<Values> {
  const values = empty();
  for (const { key, value, type } of rows) values[key] = await valueOfRow(key, value, type, evaluate);
  return values;
}

async function valueOfRow(key: string, value: string, type: string, evaluate: Evaluate): Promise<unknown> {
  if (type === 'option') return optionValue(key, value);
  let result: unknown;
  try {
    result = await evaluate(value, type);
  } catch (thrown) {
    throw new SetError(
      'invalid value',
      `The value for ${key} cannot be worked out from ${type} "${value}": ${asError(thrown).message}`,
      thrown,
    );
  }
  if (result === undefined)
    throw new SetError('invalid value', `The value for ${key} is not there: ${type} "${value}" holds nothing`);
  return result;
}

/** An option is saved as text. One that only another firmware has goes on as it is; the charger knows its firmware. */
function optionValue(key: string, value: string): unknown {
  return rowOf(key)?.options?.find((option) => String(option.value) === value)?.value ?? value;
}

/**
 * An object is `{key: value}`; anything else is the value of the key in `topic`. An object is a value too where the topic
 * names a key that takes one (`ids`) and the object does not name that key itself.
 * @throws MessageError where the message says nothing that can be written
 */
export function valuesOfMessage(msg: { topic?: unknown; payload?: unknown }): Values {
  const { topic, payload } = msg;
  const key = typeof topic === 'string' ? topic.trim() : '';
  const values = isPlainObject(payload) ? propertiesOf(payload) : undefined;
  if (values && (key in values || rowOf(key)?.type !== 'object')) {
    if (Object.keys(values).length === 0)
      throw new SetError('nothing to set', 'msg.payload names no key: send an object such as {"amp": 16}');
    return values;
  }
  if (key === '')
    throw new SetError(
      'nothing to set',
      'No key is given: send msg.payload as an object such as {"amp": 16}, name the key in msg.topic, or add a row to this node',
    );
  if (payload === undefined)
    throw new SetError('nothing to set', `msg.payload is missing: it is the value for ${key}, named by msg.topic`);
  const value = empty();
  value[key] = payload;
  return value;
}

/** @throws MessageError: reading a property runs the flow's own code where it is a getter or a proxy */
function propertiesOf(payload: Values): Values {
  const values = empty();
  try {
    for (const name of Object.keys(payload)) values[name] = payload[name];
  } catch (thrown) {
    throw new SetError('invalid value', `msg.payload cannot be read: ${asError(thrown).message}`, thrown);
  }
  return values;
}

/** Without a prototype, so that a key called `__proto__` is a name like any other and is refused as one. */
function empty(): Values {
  return Object.create(null) as Values;
}

function isPlainObject(value: unknown): value is Values {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !Buffer.isBuffer(value) && !(value instanceof Date);
}
