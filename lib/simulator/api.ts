/**
 * What the charger's API answers, whatever face it is asked through: which keys it shows, which writes it takes and with
 * which words it refuses the others. Texts as owners saw them; where nobody ever showed one it says so.
 */

import { isAtLeast } from '../keys';
import { isLearned } from './access';
import type { Device } from './device';
import { acceptsOf, misfit, WRITE_ONLY } from './setters';
import type { EndpointName, Json } from './simulator.types';
import { countStrikes, masksOf, seen } from './visible-values';

const TICK_MS = 1000;

/** A refusal: what kind, the reason, and the value as it was sent. */
export interface Refusal {
  kind: 'json' | 'unknown' | 'setter' | 'notAllowed' | 'failed';
  reason: string;
  raw: string;
}

/** The answer to a question: null-prototype, because keys are anybody's words. */
export interface Answer {
  values: Record<string, Json>;
  /** The model does not like the question (PRO: HTTP 400). */
  badRequest: boolean;
}

/** The values of these keys, or of all, with this model's manner for keys it does not have. */
export function answer(device: Device, keys: readonly string[] | 'all', face: EndpointName): Answer {
  const values: Record<string, Json> = Object.create(null);
  const masks = masksOf(device, face);
  const rejected: string[] = [];
  for (const key of keys === 'all' ? new Set([...device.values.keys(), ...masks.keys()]) : keys) {
    const value = seen(device, key, masks);
    if (value !== undefined) values[key] = value;
    else if (masks.has(key)) continue;
    else if (device.model.unknownKeys === 'null') values[key] = null;
    else rejected.push(key);
  }
  countStrikes(device, face, (key) => keys === 'all' || keys.includes(key));
  const names = rejected.length > 0 && device.faults.strike('namesRejected', { face, path: 'status' });
  if (names) values.rejected = rejected;
  // PRO 60.3 answers 400 even unfiltered [goecharger/go-eCharger-API-v2#312].
  const strict = device.model.unknownKeys === 'badRequest' && (rejected.length > 0 || keys === 'all');
  return { values, badRequest: strict || Boolean(names) };
}

/**
 * Takes a write, or refuses it. What is taken shows with the next tick.
 * @param raw the JSON text as it was sent
 */
export function take(device: Device, key: string, raw: string, face: EndpointName | 'direct'): true | Refusal {
  const where = { face: face === 'direct' ? undefined : face, path: 'set' as const, key };
  const fault = device.faults.strike('refuse', where);
  if (fault) return refuse('failed', fault.text ?? '', raw);
  const echo = device.faults.strike('echoesValue', where);
  if (echo) return refuse('failed', `${echo.text ?? ''} ${bare(raw)}`, raw);

  const present = device.values.get(key);
  if (present === undefined && !WRITE_ONLY.has(key)) {
    if (device.model.unknownWrites === 'taken' || device.faults.strike('takesUnknown', where)) return true;
    // Nobody has shown this text yet.
    return refuse('unknown', 'tried to set unknown api key', raw);
  }
  if (key === 'fsp') {
    return refuse(
      'failed',
      'this parameter is only showing the current state and readonly, to change the preference, use psm',
      raw,
    );
  }
  const accepts = acceptsOf(key, present);
  if (!accepts) return refuse('setter', 'tried to set api key without setter', raw);
  if (key === 'ct' && !isAtLeast(device.model.firmware, '054.0')) {
    return refuse('notAllowed', 'tried to set api key which is not allowed from api', raw);
  }

  const parsed = parse(raw);
  if ('error' in parsed) return refuse('json', parsed.error, raw);
  const why = misfit(accepts, parsed.value) ?? notNow(device, key, parsed.value);
  if (why !== undefined) return refuse('failed', why, raw);

  if (device.faults.strike('ignored', where)) return true;
  const late = device.faults.strike('showsLate', where);
  // Ticks come once a second: not before `ms` have passed, whenever in this second it was taken.
  const dueMs = late ? device.nowMs + TICK_MS + (late.ms ?? 0) : device.nowMs;
  device.taken.set(key, { value: parsed.value, dueMs });
  return true;
}

/** A text without its quotes; anything else as it was sent. */
function bare(raw: string): string {
  const parsed = parse(raw);
  return 'value' in parsed && typeof parsed.value === 'string' ? parsed.value : raw;
}

function refuse(kind: Refusal['kind'], reason: string, raw: string): Refusal {
  return { kind, reason, raw };
}

/** Values that fit and are not possible at this moment. */
function notNow(device: Device, key: string, value: Json): string | undefined {
  if (key !== 'trx' || typeof value !== 'number' || value === 0) return undefined;
  return isLearned(device, value - 1) ? undefined : `starting transaction for ${value} is not allowed`;
}

/** As local HTTP words a refusal: `amp: failed: Value 5 exceeds range 6 to 32 (5)`. */
export function httpText(key: string, { kind, reason, raw }: Refusal): string {
  const words = {
    json: 'tried to set api key with invalid json ',
    failed: 'failed: ',
    unknown: '',
    setter: '',
    notAllowed: '',
  };
  return `${key}: ${words[kind]}${reason} (${raw})`;
}

/** As MQTT words it: `value must be string 0`, `invalid json IncompleteInput: new_name`. */
export function mqttText({ kind, reason, raw }: Refusal): string {
  return kind === 'json' ? `invalid json ${reason}: ${raw}` : `${reason} ${raw}`;
}

/** Names of the charger's JSON library for what is wrong with a text. */
function parse(raw: string): { value: Json } | { error: 'EmptyInput' | 'IncompleteInput' | 'InvalidInput' } {
  try {
    return { value: JSON.parse(raw) as Json };
  } catch {
    if (raw.trim() === '') return { error: 'EmptyInput' };
    // A bare word, an open quote or bracket: the library waits for more. Anything else is wrong at once.
    const open = /^\s*["[{]/.test(raw) && !/["\]}]\s*$/.test(raw.trim().slice(1));
    return { error: open || /^\w+$/.test(raw) ? 'IncompleteInput' : 'InvalidInput' };
  }
}
