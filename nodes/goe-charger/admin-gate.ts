/** Who comes through to the routes of the editor: small requests, few at once, none for long. */
import type { Request, RequestHandler, Response } from 'express';
import type { NodeAPI } from 'node-red';
import { NODE_SETTINGS, SECRETS } from './settings';

const MOST_BYTES = 10_000;
const LONGEST_MS = 12_000;
/** What the editor sends in place of a password it never had. */
const STORED = '__PWRD__';
const LONGEST_TEXT = 2000;

/** An answer that is no success. */
export interface Refusal {
  status: number;
  error: string;
}

/** Node-RED has parsed the body by now, and has cut it off at a size of its own. */
export const takesSmallJson: RequestHandler = (request, response, next) => {
  const { body } = request;
  if (!request.is('application/json') || typeof body !== 'object' || body === null || Array.isArray(body))
    return refuse(response, { status: 415, error: 'json' });
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > MOST_BYTES || Buffer.byteLength(JSON.stringify(body)) > MOST_BYTES)
    return refuse(response, { status: 413, error: 'tooLarge' });
  next();
};

/**
 * A stored password may be sent wherever a request says, and a stored key log in there. Whoever asks for that must be allowed
 * to deploy flows, which does the same.
 */
export function withStoredSecrets(RED: NodeAPI): RequestHandler {
  const mayDeploy = RED.auth.needsPermission('flows.write');
  return (request, response, next) => (usesStored(request.body) ? mayDeploy(request, response, next) : next());
}

/** A field of the form, read one way only: what is let through must be what is used. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, LONGEST_TEXT) : '';
}

export function isStored(value: unknown): boolean {
  return textOf(value) === STORED;
}

function usesStored(body: Record<string, unknown>): boolean {
  return SECRETS.some((name) => isStored(body[name])) || NODE_SETTINGS.some(({ name }) => textOf(body[name]) !== '');
}

type Answer = (request: Request, signal: AbortSignal) => object | Promise<object>;

/**
 * Answers so many requests at once and refuses the rest. The signal is aborted when the browser has gone, and when it takes
 * too long. @returns makes a handler of what answers
 */
export function createGate(most: number): (answer: Answer) => RequestHandler {
  let inside = 0;
  return (answer) => async (request, response) => {
    if (inside >= most) return refuse(response, { status: 429, error: 'busy' });
    inside += 1;
    const over = new AbortController();
    const limit = setTimeout(() => over.abort(), LONGEST_MS);
    response.on('close', () => over.abort());
    try {
      const result = await answer(request, over.signal);
      if (isRefusal(result)) refuse(response, result);
      else if (!response.destroyed) response.set('Cache-Control', 'no-store').json(result);
    } catch {
      // What was thrown may quote anything; the editor only needs to know that it failed.
      if (!response.headersSent && !response.destroyed) refuse(response, { status: 500, error: 'failed' });
    } finally {
      clearTimeout(limit);
      inside -= 1;
    }
  };
}

function isRefusal(result: object): result is Refusal {
  return 'status' in result && 'error' in result;
}

function refuse(response: Response, { status, error }: Refusal): void {
  response.status(status).json({ error });
}
