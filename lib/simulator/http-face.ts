/** The local API: GET /api/status and /api/set, as firmware from 051.3 to 60.5 answers them. */
import { answer, httpText } from './api';
import { type ApiLock, LOCK_TEXT, LOCK_WAIT_MS } from './api-lock';
import type { Host } from './host';
import { type Question, type Reply, type Served, serve } from './serve';

/** A longer request target fails; owners met it at about this length. */
const LONGEST_TARGET = 500;
/** What ESP-IDF's own HTTP server says of a target that is longer than its buffer. */
const TOO_LONG_TEXT = 'URI is too long';
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
  if (faults.strike('uriTooLong', where)) return { status: 414, type: 'text/html', body: TOO_LONG_TEXT };
  if (faults.strike('404', where)) return { status: 404, type: 'text/html', body: 'This URI does not exist' };
  const off = values.get('hai') === false || faults.strike('apiOff', where) || hasDied(host);
  if (off || (!set && question.path !== '/api/status')) return { status: 404, type: 'text/html', body: model.notFound };
  if (question.method !== 'GET')
    return { status: 405, type: 'text/html', body: 'Request method for this URI is not handled by server' };
  if (question.length > LONGEST_TARGET) return plain(500, 'ESP_ERR_HTTPD_RESULT_TRUNC');
  if (faults.strike('lock', where)) return plain(500, LOCK_TEXT);
  return undefined;
}

/** Some firmware's API is gone after minutes and back after a reboot [goecharger/go-eCharger-API-v2#287]. */
function hasDied(host: Host): boolean {
  const dies = host.device.faults.active('apiDies');
  return dies !== undefined && host.now() - Math.max(dies.sinceMs, host.device.bootMs) >= (dies.ms ?? 0);
}

function status(host: Host, question: Question): Reply {
  const text = question.parameters.find(([key]) => key === 'filter')?.[1];
  const keys = text === undefined ? 'all' : filterOf(host, text);
  if (keys === 'tooMany') return plain(500, 'could not parse filter: NoMemory');
  const { values, badRequest } = answer(host.device, keys, 'http');
  return { status: badRequest ? 400 : 200, type: 'application/json', body: JSON.stringify(values), keys };
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
  const failed = [...results.values()].filter((result) => result !== true).length;
  const status = failed > 0 ? 500 : 200;
  if (host.device.model.setAnswer === 'count') {
    return { ...plain(status, `${results.size - failed} succeeded and ${failed} failed.`), keys };
  }
  const body: Record<string, true | string> = Object.create(null);
  for (const [key, result] of results) body[key] = result === true ? true : httpText(key, result);
  return { status, type: failed > 0 ? 'text/plain' : 'application/json', body: JSON.stringify(body), keys };
}

function plain(status: number, body: string): Reply {
  return { status, type: 'text/plain', body };
}
