/** Gate of the editor's routes: lets small requests in, few at once, and none for long. */
import type { Request, RequestHandler, Response } from 'express';
import type { NodeAPI } from 'node-red';
import { NODE_SETTINGS, SECRETS } from './settings';

const MOST_BYTES = 10_000;
/** Time limit of an answer to the editor: a test takes about six seconds, a search five [measured]. */
const ROUTE_TIMEOUT_MS = 12_000;
/** Placeholder that the editor sends for a stored password, which it never had. */
const STORED = '__PWRD__';
const LONGEST_TEXT_CHARACTERS = 2000;

/** An answer with an HTTP status that says why there is none. */
export interface RouteRefusal {
  status: number;
  error: string;
}

/** Refuses what is not JSON, or too large. Node-RED has parsed the body by now, up to a size of its own. */
export const smallJsonOnly: RequestHandler = (request, response, next) => {
  const { body } = request;
  if (!request.is('application/json') || typeof body !== 'object' || body === null || Array.isArray(body))
    return refuse(response, { status: 415, error: 'json' });
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > MOST_BYTES || Buffer.byteLength(JSON.stringify(body)) > MOST_BYTES)
    return refuse(response, { status: 413, error: 'tooLarge' });
  next();
};

/**
 * Asks for the right to deploy flows where a request uses stored secrets: they are sent to the address in the request, which
 * only somebody who may deploy can do anyway.
 */
export function mayUseSecrets(RED: NodeAPI): RequestHandler {
  const mayDeploy = RED.auth.needsPermission('flows.write');
  return (request, response, next) => (usesStored(request.body) ? mayDeploy(request, response, next) : next());
}

/** Text of a field of the form. Checks and use read it by this one function, so that what is checked is what is used. */
export function fieldText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value).trim().slice(0, LONGEST_TEXT_CHARACTERS)
    : '';
}

export function isStored(value: unknown): boolean {
  return fieldText(value) === STORED;
}

function usesStored(body: Record<string, unknown>): boolean {
  return SECRETS.some((name) => isStored(body[name])) || NODE_SETTINGS.some(({ name }) => fieldText(body[name]) !== '');
}

/** Makes the answer to a request. */
type Respond = (request: Request, signal: AbortSignal) => object | Promise<object>;

/**
 * A limit of requests at the same time; further ones are refused. The signal is aborted when the browser has gone, and when
 * the answer takes too long. @returns makes a handler
 */
export function createGate(limit: number): (respond: Respond) => RequestHandler {
  let running = 0;
  return (respond) => async (request, response) => {
    if (running >= limit) return refuse(response, { status: 429, error: 'busy' });
    running += 1;
    const aborting = new AbortController();
    const timer = setTimeout(() => aborting.abort(), ROUTE_TIMEOUT_MS);
    response.on('close', () => aborting.abort());
    try {
      const result = await respond(request, aborting.signal);
      if (isRefusal(result)) refuse(response, result);
      else if (!response.destroyed) response.set('Cache-Control', 'no-store').json(result);
    } catch {
      // The text of the error may quote anything; the editor only needs to know that it failed.
      if (!response.headersSent && !response.destroyed) refuse(response, { status: 500, error: 'failed' });
    } finally {
      clearTimeout(timer);
      running -= 1;
    }
  };
}

function isRefusal(result: object): result is RouteRefusal {
  return 'status' in result && 'error' in result;
}

function refuse(response: Response, { status, error }: RouteRefusal): void {
  response.status(status).json({ error });
}
