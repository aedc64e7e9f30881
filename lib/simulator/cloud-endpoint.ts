/** The cloud endpoint: the vendor's cloud for this charger, with tokens, stale data, and writes that it only passes on. */
import { mqttText, readValues } from './api';
import type { EndpointContext } from './endpoint-context';
import type { FaultOptions } from './fault-kinds';
import { type ApiRequest, type ApiResponse, type HttpServer, serveHttp } from './http-server';

/** The highest age of data unless a request has `age=` [vendor's API documents]. */
const DEFAULT_AGE_S = 30;
/** The faults whose refusals the cloud reports; any other refusal of the charger is not visible there [owners' reports]. */
const REFUSED_BY_CLOUD = ['refuse', 'echoesValue'] as const;

/** Serves the cloud API of this charger. */
export function listenCloud(
  context: EndpointContext,
  where: { port?: number; host?: string; token: string },
): Promise<HttpServer> {
  return serveHttp(context, 'cloud', where, async (request, work) => {
    await work();
    return (
      rejection(context, request, where.token) ??
      (request.path === '/api/set' ? writeKeys(context, request) : readKeys(context, request))
    );
  });
}

/** The response to a request that is not allowed or not possible; undefined for any other. */
function rejection(context: EndpointContext, request: ApiRequest, token: string): ApiResponse | undefined {
  const { faults, values } = context.device;
  const path = request.path === '/api/set' ? 'set' : 'status';
  const where = { face: 'cloud', path } as const;
  if (faults.trigger('badGateway', where)) {
    return { status: 502, type: 'text/html', body: '<html><head><title>502 Bad Gateway</title></head></html>' };
  }
  if (request.path !== `/api/${path}` || faults.trigger('404', where))
    return { status: 404, type: 'text/html', body: 'Not Found' };
  const tooMany = faults.trigger('tooManyRequests', where);
  if (tooMany) return tooManyRequests(tooMany);
  if (sentToken(request) !== token || faults.trigger('tokenRefused', where))
    return json(401, { success: false, reason: 'Unauthorized' });
  const isAway = context.isDown || faults.active('freeze') !== undefined;
  const unreachable = isAway || values.get('cae') === false || faults.trigger('offline', where);
  if (unreachable) return json(403, { success: false, reason: 'Charger is offline or its API is not enabled' });
  return undefined;
}

/** HTTP 429 with `Retry-After` in seconds, or as given in `text`, which can be a date [RFC 9110]. */
function tooManyRequests({ ms, text }: FaultOptions): ApiResponse {
  const reply = json(429, { success: false, reason: 'Too many requests' });
  const after = text ?? (ms === undefined ? undefined : String(Math.ceil(ms / 1000)));
  return after === undefined ? reply : { ...reply, headers: { 'Retry-After': after } };
}

function sentToken({ headers, parameters }: ApiRequest): string | undefined {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return bearer ?? parameters.find(([key]) => key === 'token')?.[1];
}

function readKeys(context: EndpointContext, { parameters }: ApiRequest): ApiResponse {
  const outdated = context.device.faults.trigger('outdated', { face: 'cloud', path: 'status' });
  const maxAgeS = Number(parameters.find(([key]) => key === 'age')?.[1] ?? DEFAULT_AGE_S);
  const ageS = outdated ? (outdated.ageS ?? 0) : 0;
  if (ageS > maxAgeS) return json(404, { success: false, reason: 'Data is outdated', age: ageS });

  const filter = parameters.find(([key]) => key === 'filter')?.[1];
  const ignoresFilter = context.device.faults.trigger('ignoresFilter', { face: 'cloud', path: 'status' });
  const keys = !filter || ignoresFilter ? 'all' : filter.split(',').filter((key) => key !== '');
  // The cloud has the values that the charger sent, so a key that was never sent is left out.
  const known = keys === 'all' ? keys : keys.filter((key) => context.device.values.has(key));
  const modified = new Date(context.now() - ageS * 1000).toUTCString();
  return {
    ...json(200, readValues(context.device, known, 'cloud').values),
    headers: { 'Last-Modified': modified },
    keys,
  };
}

/** HTTP 202: passed on. The cloud only checks that a value is JSON; read-only keys count as succeeded [owners' reports]. */
function writeKeys(context: EndpointContext, { parameters }: ApiRequest): ApiResponse {
  const writes = parameters.filter(([key]) => key !== 'token' && key !== 'age');
  const raws = new Map(writes);
  const succeeded: unknown[] = [];
  const failed: unknown[] = [];
  for (const [key, result] of context.write('cloud', writes)) {
    const isRefused =
      result !== true &&
      (result.kind === 'json' || REFUSED_BY_CLOUD.some((fault) => context.device.faults.active(fault)));
    if (isRefused) failed.push({ [key]: mqttText(result) });
    else succeeded.push({ [key]: parsed(raws.get(key) ?? '') });
  }
  const status = writes.length > 0 && succeeded.length === 0 ? 422 : 202;
  return { ...json(status, { succeeded, failed }), keys: [...raws.keys()] };
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}

function json(status: number, body: unknown): ApiResponse {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}
