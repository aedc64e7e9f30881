/** The local API: GET /api/status and /api/set, as firmware from 051.3 to 60.5 answers them. */
import { answer, httpText, type Refusal } from './api';
import { type ApiLock, LOCK_TEXT, LOCK_WAIT_MS } from './api-lock';
import { commandOfV1, statusOfV1 } from './api-v1';
import type { Host } from './host';
import { type Question, type Reply, type Served, serve } from './http-server';

/** A longer question fails; owners met it at about this length. */
const LONGEST_QUESTION = 500;
/** One value to write may have this many characters as it is sent: 233 pass, 277 do not [goecharger/go-eCharger-API-v2#303]. */
const LONGEST_VALUE = 256;
const VALUE_TOO_LONG_TEXT = 'httpd_query_key_value() failed with ESP_ERR_HTTPD_RESULT_TRUNC';
/** ESP-IDF's own limit for the whole target. More than its default: 560 were answered [marq24/ha-goecharger-api2#66]. */
const LONGEST_TARGET = 1024;
/** What ESP-IDF's own HTTP server says of a target that is longer than its buffer. */
const TOO_LONG_TEXT = 'URI is too long';
const V1_PATHS: ReadonlySet<string> = new Set(['/status', '/mqtt']);
/** The array filter of 051.3 runs out of memory beyond this many keys [vendor's API document]. */
const MOST_IN_ARRAY = 10;

export function listenHttp(host: Host, lock: ApiLock, where: { port?: number; host?: string }): Promise<Served> {
  return serve(host, 'http', where, async (question, work) => {
    const refused = refusedAtTheDoor(host, question);
    if (refused) return refused;
    const release = await lock.acquire(LOCK_WAIT_MS);
    if (!release) return plain(500, LOCK_TEXT);
    try {
      await work();
      if (V1_PATHS.has(question.path)) return v1(host, question);
      return question.path === '/api/set' ? set(host, question) : status(host, question);
    } finally {
      release();
    }
  });
}

function refusedAtTheDoor(host: Host, question: Question): Reply | undefined {
  const { faults, values, model } = host.device;
  const set = question.path === '/api/set';
  const where = { face: 'http', path: set ? 'set' : 'status' } as const;
  if (question.length > LONGEST_TARGET || faults.strike('uriTooLong', where))
    return { status: 414, type: 'text/html', body: TOO_LONG_TEXT };
  if (faults.strike('404', where)) return { status: 404, type: 'text/html', body: 'This URI does not exist' };
  const off = values.get('hai') === false || faults.strike('apiOff', where) || hasDied(host);
  if (v1Answers(host) && V1_PATHS.has(question.path)) return undefined;
  if (off || host.device.model.api === 'v1' || (!set && question.path !== '/api/status'))
    return { status: 404, type: 'text/html', body: model.notFound };
  if (question.method !== 'GET')
    return { status: 405, type: 'text/html', body: 'Request method for this URI is not handled by server' };
  if (!set && question.length > LONGEST_QUESTION) return plain(500, 'ESP_ERR_HTTPD_RESULT_TRUNC');
  if (set && question.longest > LONGEST_VALUE) return plain(400, VALUE_TOO_LONG_TEXT);
  if (faults.strike('lock', where)) return plain(500, LOCK_TEXT);
  return undefined;
}

/** The old API: all a charger before V3 has, and a switch of its own on V3 (`hla`). */
function v1Answers({ device }: Host): boolean {
  return device.model.api === 'v1' || device.values.get('hla') === true;
}

function v1(host: Host, { path, parameters }: Question): Reply {
  const payload = parameters.find(([key]) => key === 'payload')?.[1];
  if (path === '/mqtt' && payload !== undefined) commandOfV1(host, 'http', payload);
  return { status: 200, type: 'application/json', body: JSON.stringify(statusOfV1(host.device)), keys: 'all' };
}

/** Some firmware's API is gone after minutes and back after a reboot [goecharger/go-eCharger-API-v2#287]. */
function hasDied(host: Host): boolean {
  const dies = host.device.faults.active('apiDies');
  return dies !== undefined && host.now() - Math.max(dies.sinceMs, host.device.bootMs) >= (dies.ms ?? 0);
}

const WHERE = { face: 'http', path: 'status' } as const;

function status(host: Host, question: Question): Reply {
  const text = question.parameters.find(([key]) => key === 'filter')?.[1];
  // An empty filter is none.
  const passedOver = host.device.faults.strike('ignoresFilter', WHERE);
  const keys = text && !passedOver ? filterOf(host, text) : 'all';
  if (keys === 'tooMany') return plain(500, 'could not parse filter: NoMemory');
  const { values, badRequest } = answer(host.device, keys, 'http');
  const odd = host.device.faults.strike('oddStatus', WHERE)?.status;
  return { status: odd ?? (badRequest ? 400 : 200), type: 'application/json', body: JSON.stringify(values), keys };
}

/** The form the firmware does not know gives no keys at all, and so `{}`. */
function filterOf(host: Host, text: string): string[] | 'tooMany' {
  const isArray = text.trimStart().startsWith('[');
  if (host.device.model.filter === 'commas') return isArray ? [] : text.split(',').filter((key) => key !== '');
  if (!isArray) return [];
  try {
    const keys: unknown = JSON.parse(text);
    if (!Array.isArray(keys)) return [];
    return keys.length > MOST_IN_ARRAY ? 'tooMany' : keys.filter((key) => typeof key === 'string');
  } catch {
    return [];
  }
}

function set(host: Host, question: Question): Reply {
  const results = host.write('http', question.parameters);
  const keys = [...results.keys()];
  if (isNull(host, results)) return { status: 200, type: 'application/json', body: 'null', keys };
  const failed = [...results.values()].filter((result) => result !== true).length;
  const status = failed > 0 ? 500 : 200;
  if (host.device.model.setAnswer === 'count') return { ...plain(status, counted(results)), keys };
  const body: Record<string, true | string> = Object.create(null);
  for (const [key, result] of results) body[key] = result === true ? true : httpText(key, result);
  return { status, type: failed > 0 ? 'text/plain' : 'application/json', body: JSON.stringify(body), keys };
}

/** An answer without a word about any key [goecharger/go-eCharger-API-v2#53, goecharger/go-eController-API#7]. */
function isNull({ device }: Host, results: ReadonlyMap<string, true | Refusal>): boolean {
  const struck = [...results.keys()].some((key) =>
    device.faults.strike('answersNull', { face: 'http', path: 'set', key }),
  );
  if (struck) return true;
  const unknown = [...results.values()].every((result) => result !== true && result.kind === 'unknown');
  return device.model.unknownWrites === 'null' && unknown;
}

/** Keys it does not have count neither way: `0 succeeded and 0 failed.` [goecharger/go-eCharger-API-v1#65]. */
function counted(results: ReadonlyMap<string, true | Refusal>): string {
  const all = [...results.values()];
  const succeeded = all.filter((result) => result === true).length;
  const failed = all.filter((result) => result !== true && result.kind !== 'unknown').length;
  return `${succeeded} succeeded and ${failed} failed.`;
}

function plain(status: number, body: string): Reply {
  return { status, type: 'text/plain', body };
}
