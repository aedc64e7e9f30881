/**
 * The API of the charger behind all endpoints: reads values, accepts or refuses writes. The texts of its refusals are those that
 * owners have seen; a text that no owner has shown is marked.
 */

import type { Json } from '../json';
import { isAtLeast } from '../keys';
import { isStoredCard } from './access';
import { type Device, TICK_MS } from './device';
import type { WriteResults, Writes } from './endpoint-context';
import { setterOf, violation, WRITE_ONLY } from './setters';
import type { EndpointName } from './simulator.types';
import { countReads, overridesFor, visibleValue } from './visible-values';

/** A refused write: its kind, the reason, and the value as it was sent. */
export interface Refusal {
  kind: 'json' | 'unknown' | 'setter' | 'notAllowed' | 'failed';
  reason: string;
  raw: string;
}

/** The result of a read. `values` has no prototype, because a key can have any name. */
export interface ApiRead {
  values: Record<string, Json>;
  /** The model responds with HTTP 400, as the PRO does. */
  badRequest: boolean;
}

/** Reads these keys, or all; keys that the model does not have are treated as the model treats them. */
export function readValues(device: Device, keys: readonly string[] | 'all', endpoint: EndpointName): ApiRead {
  const values: Record<string, Json> = Object.create(null);
  const overrides = overridesFor(device, endpoint);
  const rejected: string[] = [];
  for (const key of keys === 'all' ? new Set([...device.values.keys(), ...overrides.keys()]) : keys) {
    const value = visibleValue(device, key, overrides);
    if (value !== undefined) values[key] = value;
    else if (overrides.has(key)) continue;
    else if (device.model.unknownKeys === 'null') values[key] = null;
    else rejected.push(key);
  }
  countReads(device, endpoint, (key) => keys === 'all' || keys.includes(key));
  const namesRejected =
    rejected.length > 0 && device.faults.trigger('namesRejected', { face: endpoint, path: 'status' });
  if (namesRejected) values.rejected = rejected;
  // PRO 60.3 responds with HTTP 400 also without a filter [goecharger/go-eCharger-API-v2#312].
  const strict = device.model.unknownKeys === 'badRequest' && (rejected.length > 0 || keys === 'all');
  return { values, badRequest: strict || Boolean(namesRejected) };
}

/** Accepts or refuses the writes one by one, as chargers do: a refused write does not stop the others. */
export function acceptWrites(device: Device, endpoint: EndpointName | 'direct', writes: Writes): WriteResults {
  return new Map(writes.map(([key, raw]) => [key, acceptWrite(device, key, raw, endpoint)]));
}

/**
 * Accepts or refuses a write. An accepted value is visible with the next tick.
 * @param raw the JSON text as it was sent
 */
function acceptWrite(device: Device, key: string, raw: string, endpoint: EndpointName | 'direct'): true | Refusal {
  const where = { face: endpoint === 'direct' ? undefined : endpoint, path: 'set' as const, key };
  const fault = device.faults.trigger('refuse', where);
  if (fault) return refuse('failed', fault.text ?? '', raw);
  const echo = device.faults.trigger('echoesValue', where);
  if (echo) return refuse('failed', `${echo.text ?? ''} ${unquoted(raw)}`, raw);

  const present = device.values.get(key);
  if (present === undefined && !WRITE_ONLY.has(key)) {
    if (device.model.unknownWrites === 'accepted' || device.faults.trigger('takesUnknown', where)) return true;
    // No owner has shown the text of this refusal [our choice].
    return refuse('unknown', 'tried to set unknown api key', raw);
  }
  if (key === 'fsp') {
    return refuse(
      'failed',
      'this parameter is only showing the current state and readonly, to change the preference, use psm',
      raw,
    );
  }
  const setter = setterOf(key, present);
  if (!setter) return refuse('setter', 'tried to set api key without setter', raw);
  if (key === 'ct' && !isAtLeast(device.model.firmware, '054.0')) {
    return refuse('notAllowed', 'tried to set api key which is not allowed from api', raw);
  }

  const parsed = parse(raw);
  if ('error' in parsed) return refuse('json', parsed.error, raw);
  const why = violation(setter, parsed.value) ?? refusalByState(device, key, parsed.value);
  if (why !== undefined) return refuse('failed', why, raw);

  if (device.faults.trigger('ignored', where)) return true;
  const late = device.faults.trigger('showsLate', where);
  // A tick more, so that `ms` have passed whenever within a second the write came.
  const dueMs = late ? device.nowMs + TICK_MS + (late.ms ?? 0) : device.nowMs;
  device.pendingWrites.set(key, { value: parsed.value, dueMs });
  return true;
}

/** The value as chargers repeat it: a text without its quotes, anything else as it was sent. */
function unquoted(raw: string): string {
  const parsed = parse(raw);
  return 'value' in parsed && typeof parsed.value === 'string' ? parsed.value : raw;
}

function refuse(kind: Refusal['kind'], reason: string, raw: string): Refusal {
  return { kind, reason, raw };
}

/** The refusal of a valid value that is not possible in the present state. */
function refusalByState(device: Device, key: string, value: Json): string | undefined {
  if (key !== 'trx' || typeof value !== 'number' || value === 0) return undefined;
  return isStoredCard(device, value - 1) ? undefined : `starting transaction for ${value} is not allowed`;
}

/** The text of a refusal over local HTTP: `amp: failed: Value 5 exceeds range 6 to 32 (5)`. */
export function httpText(key: string, { kind, reason, raw }: Refusal): string {
  const beginnings = {
    json: 'tried to set api key with invalid json ',
    failed: 'failed: ',
    unknown: '',
    setter: '',
    notAllowed: '',
  };
  return `${key}: ${beginnings[kind]}${reason} (${raw})`;
}

/** The text of a refusal over MQTT: `value must be string 0`, `invalid json IncompleteInput: new_name`. */
export function mqttText({ kind, reason, raw }: Refusal): string {
  return kind === 'json' ? `invalid json ${reason}: ${raw}` : `${reason} ${raw}`;
}

/** Parses a value; errors have the names of the charger's JSON library (ArduinoJson). */
function parse(raw: string): { value: Json } | { error: 'EmptyInput' | 'IncompleteInput' | 'InvalidInput' } {
  try {
    return { value: JSON.parse(raw) as Json };
  } catch {
    if (raw.trim() === '') return { error: 'EmptyInput' };
    // A word without quotes, an open quote or bracket: the library expects more. Any other text is invalid at once.
    const open = /^\s*["[{]/.test(raw) && !/["\]}]\s*$/.test(raw.trim().slice(1));
    return { error: open || /^\w+$/.test(raw) ? 'IncompleteInput' : 'InvalidInput' };
  }
}
