/** The local HTTP endpoint: GET /api/status and /api/set, as in firmware 051.3 to 60.5. */
import { httpText, readValues } from './api';
import { type ApiLock, LOCK_TEXT, LOCK_WAIT_MS } from './api-lock';
import { commandOfV1, statusOfV1 } from './api-v1';
import type { EndpointContext, WriteResults } from './endpoint-context';
import { type ApiRequest, type ApiResponse, type HttpServer, serveHttp } from './http-server';

/** The longest target of a read, in characters; owners report failures from about this length on. */
const MAX_READ_TARGET = 500;
/** The longest value of a write, encoded: 233 characters are accepted, 277 are refused [goecharger/go-eCharger-API-v2#303]. */
const MAX_ENCODED_VALUE = 256;
const VALUE_TOO_LONG_TEXT = 'httpd_query_key_value() failed with ESP_ERR_HTTPD_RESULT_TRUNC';
/** The longest target of any request. Above the default of ESP-IDF: 560 were accepted [marq24/ha-goecharger-api2#66]. */
const MAX_TARGET = 1024;
/** The text of ESP-IDF's HTTP server for a target that is longer than its buffer. */
const TARGET_TOO_LONG_TEXT = 'URI is too long';
const V1_PATHS: ReadonlySet<string> = new Set(['/status', '/mqtt']);
/** The array filter of 051.3 runs out of memory above this number of keys [vendor's API documents]. */
const MAX_ARRAY_KEYS = 10;

/** Serves the local API. */
export function listenHttp(
  context: EndpointContext,
  lock: ApiLock,
  where: { port?: number; host?: string },
): Promise<HttpServer> {
  return serveHttp(context, 'http', where, async (request, work) => {
    const rejected = rejection(context, request);
    if (rejected) return rejected;
    const release = await lock.acquire(LOCK_WAIT_MS);
    if (!release) return plain(500, LOCK_TEXT);
    try {
      await work();
      if (V1_PATHS.has(request.path)) return respondAsV1(context, request);
      return request.path === '/api/set' ? writeKeys(context, request) : readKeys(context, request);
    } finally {
      release();
    }
  });
}

/** The response to a request that is not allowed or not possible; undefined for any other. */
function rejection(context: EndpointContext, request: ApiRequest): ApiResponse | undefined {
  const { faults, values, model } = context.device;
  const isWrite = request.path === '/api/set';
  const where = { face: 'http', path: isWrite ? 'set' : 'status' } as const;
  if (request.length > MAX_TARGET || faults.trigger('uriTooLong', where))
    return { status: 414, type: 'text/html', body: TARGET_TOO_LONG_TEXT };
  if (faults.trigger('404', where)) return { status: 404, type: 'text/html', body: 'This URI does not exist' };
  const off = values.get('hai') === false || faults.trigger('apiOff', where) || hasDied(context);
  if (hasApiV1(context) && V1_PATHS.has(request.path)) return undefined;
  if (off || context.device.model.api === 'v1' || (!isWrite && request.path !== '/api/status'))
    return { status: 404, type: 'text/html', body: model.notFound };
  if (request.method !== 'GET')
    return { status: 405, type: 'text/html', body: 'Request method for this URI is not handled by server' };
  if (!isWrite && request.length > MAX_READ_TARGET) return plain(500, 'ESP_ERR_HTTPD_RESULT_TRUNC');
  if (isWrite && request.longest > MAX_ENCODED_VALUE) return plain(400, VALUE_TOO_LONG_TEXT);
  if (faults.trigger('lock', where)) return plain(500, LOCK_TEXT);
  return undefined;
}

/** True where the charger has API v1: before V3 always, on V3 where `hla` is on. */
function hasApiV1({ device }: EndpointContext): boolean {
  return device.model.api === 'v1' || device.values.get('hla') === true;
}

function respondAsV1(context: EndpointContext, { path, parameters }: ApiRequest): ApiResponse {
  const payload = parameters.find(([key]) => key === 'payload')?.[1];
  if (path === '/mqtt' && payload !== undefined) commandOfV1(context, 'http', payload);
  return { status: 200, type: 'application/json', body: JSON.stringify(statusOfV1(context.device)), keys: 'all' };
}

/** True where the fault `apiDies` has ended the API: after some minutes, until a reboot [goecharger/go-eCharger-API-v2#287]. */
function hasDied(context: EndpointContext): boolean {
  const dies = context.device.faults.active('apiDies');
  return dies !== undefined && context.now() - Math.max(dies.sinceMs, context.device.bootMs) >= (dies.ms ?? 0);
}

/** The place of faults that affect reads. */
const READING = { face: 'http', path: 'status' } as const;

function readKeys(context: EndpointContext, request: ApiRequest): ApiResponse {
  const text = request.parameters.find(([key]) => key === 'filter')?.[1];
  // An empty filter counts as no filter.
  const ignoresFilter = context.device.faults.trigger('ignoresFilter', READING);
  const keys = text && !ignoresFilter ? filterOf(context, text) : 'all';
  if (keys === 'tooMany') return plain(500, 'could not parse filter: NoMemory');
  const { values, badRequest } = readValues(context.device, keys, 'http');
  const odd = context.device.faults.trigger('oddStatus', READING)?.status;
  return { status: odd ?? (badRequest ? 400 : 200), type: 'application/json', body: JSON.stringify(values), keys };
}

/** The keys of a filter. A filter in the form of another firmware has no keys, so that the response is `{}`. */
function filterOf(context: EndpointContext, text: string): string[] | 'tooMany' {
  const isArray = text.trimStart().startsWith('[');
  if (context.device.model.filter === 'commas') return isArray ? [] : text.split(',').filter((key) => key !== '');
  if (!isArray) return [];
  try {
    const keys: unknown = JSON.parse(text);
    if (!Array.isArray(keys)) return [];
    return keys.length > MAX_ARRAY_KEYS ? 'tooMany' : keys.filter((key) => typeof key === 'string');
  } catch {
    return [];
  }
}

function writeKeys(context: EndpointContext, request: ApiRequest): ApiResponse {
  const results = context.write('http', request.parameters);
  const keys = [...results.keys()];
  if (isNullResponse(context, results)) return { status: 200, type: 'application/json', body: 'null', keys };
  const failed = [...results.values()].filter((result) => result !== true).length;
  const status = failed > 0 ? 500 : 200;
  if (context.device.model.setResponse === 'count') return { ...plain(status, countText(results)), keys };
  const body: Record<string, true | string> = Object.create(null);
  for (const [key, result] of results) body[key] = result === true ? true : httpText(key, result);
  return { status, type: failed > 0 ? 'text/plain' : 'application/json', body: JSON.stringify(body), keys };
}

/** True where the response is `null`, without a result for any key [goecharger/go-eCharger-API-v2#53, goecharger/go-eController-API#7]. */
function isNullResponse({ device }: EndpointContext, results: WriteResults): boolean {
  const isFault = [...results.keys()].some((key) =>
    device.faults.trigger('answersNull', { face: 'http', path: 'set', key }),
  );
  if (isFault) return true;
  const unknown = [...results.values()].every((result) => result !== true && result.kind === 'unknown');
  return device.model.unknownWrites === 'null' && unknown;
}

/** The response of old firmware. Keys that it does not have are not counted: `0 succeeded and 0 failed.` [goecharger/go-eCharger-API-v1#65]. */
function countText(results: WriteResults): string {
  const all = [...results.values()];
  const succeeded = all.filter((result) => result === true).length;
  const failed = all.filter((result) => result !== true && result.kind !== 'unknown').length;
  return `${succeeded} succeeded and ${failed} failed.`;
}

function plain(status: number, body: string): ApiResponse {
  return { status, type: 'text/plain', body };
}
