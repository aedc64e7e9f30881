/** The vendor's cloud in front of one charger: tokens, stale data, and writes that are only handed on. */
import { answer, mqttText } from './api';
import type { FaultOptions } from './fault-kinds';
import type { Host } from './host';
import { type Question, type Reply, type Served, serve } from './http-server';

/** How old data may be unless `age=` says otherwise [vendor's API document]. */
const DEFAULT_AGE_S = 30;
const REFUSED_BY_CLOUD = ['refuse', 'echoesValue'] as const;

export function listenCloud(host: Host, where: { port?: number; host?: string; token: string }): Promise<Served> {
  return serve(host, 'cloud', where, async (question, work) => {
    await work();
    return (
      refusedAtTheDoor(host, question, where.token) ??
      (question.path === '/api/set' ? set(host, question) : status(host, question))
    );
  });
}

function refusedAtTheDoor(host: Host, question: Question, token: string): Reply | undefined {
  const { faults, values } = host.device;
  const path = question.path === '/api/set' ? 'set' : 'status';
  const where = { face: 'cloud', path } as const;
  if (faults.strike('badGateway', where)) {
    return { status: 502, type: 'text/html', body: '<html><head><title>502 Bad Gateway</title></head></html>' };
  }
  if (question.path !== `/api/${path}` || faults.strike('404', where))
    return { status: 404, type: 'text/html', body: 'Not Found' };
  const tooMany = faults.strike('tooManyRequests', where);
  if (tooMany) return tooManyRequests(tooMany);
  if (sentToken(question) !== token || faults.strike('tokenRefused', where))
    return json(401, { success: false, reason: 'Unauthorized' });
  const isAway = host.down || faults.active('freeze') !== undefined;
  const unreachable = isAway || values.get('cae') === false || faults.strike('offline', where);
  if (unreachable) return json(403, { success: false, reason: 'Charger is offline or its API is not enabled' });
  return undefined;
}

/** `Retry-After` in seconds, or as it is given in `text`: it may be a date. */
function tooManyRequests({ ms, text }: FaultOptions): Reply {
  const reply = json(429, { success: false, reason: 'Too many requests' });
  const after = text ?? (ms === undefined ? undefined : String(Math.ceil(ms / 1000)));
  return after === undefined ? reply : { ...reply, headers: { 'Retry-After': after } };
}

function sentToken({ headers, parameters }: Question): string | undefined {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return bearer ?? parameters.find(([key]) => key === 'token')?.[1];
}

function status(host: Host, { parameters }: Question): Reply {
  const outdated = host.device.faults.strike('outdated', { face: 'cloud', path: 'status' });
  const mayBeS = Number(parameters.find(([key]) => key === 'age')?.[1] ?? DEFAULT_AGE_S);
  const ageS = outdated ? (outdated.ageS ?? 0) : 0;
  if (ageS > mayBeS) return json(404, { success: false, reason: 'Data is outdated', age: ageS });

  const filter = parameters.find(([key]) => key === 'filter')?.[1];
  const passedOver = host.device.faults.strike('ignoresFilter', { face: 'cloud', path: 'status' });
  const keys = !filter || passedOver ? 'all' : filter.split(',').filter((key) => key !== '');
  // The cloud answers from what the charger sent it, so a key nobody sent is simply not there.
  const known = keys === 'all' ? keys : keys.filter((key) => host.device.values.has(key));
  const modified = new Date(host.now() - ageS * 1000).toUTCString();
  return { ...json(200, answer(host.device, known, 'cloud').values), headers: { 'Last-Modified': modified }, keys };
}

/** 202: handed on. The cloud checks that a value is JSON and no more; read-only keys count as succeeded [owners' reports]. */
function set(host: Host, { parameters }: Question): Reply {
  const writes = parameters.filter(([key]) => key !== 'token' && key !== 'age');
  const raws = new Map(writes);
  const succeeded: unknown[] = [];
  const failed: unknown[] = [];
  for (const [key, result] of host.write('cloud', writes)) {
    const refusedHere =
      result !== true && (result.kind === 'json' || REFUSED_BY_CLOUD.some((fault) => host.device.faults.active(fault)));
    if (refusedHere) failed.push({ [key]: mqttText(result) });
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

function json(status: number, body: unknown): Reply {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}
