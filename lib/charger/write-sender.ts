/** The sender of writes: one request to the charger for a batch of writes, after the read before it. */
import type { KeyFailure } from '../errors';
import { createReadBeforeWrite } from './read-before-write';
import { secretsOf } from './secrets';
import { createReplies, errorWithoutSecrets, type ReplyContext, replyWithoutSecrets } from './write-replies';
import type { WriteRequest } from './write-request';

export type Send = (batch: readonly WriteRequest[], signal: AbortSignal) => Promise<void>;

export function createSender(context: ReplyContext): Send {
  const { transport, delivery, stored, sentValues } = context;
  const before = createReadBeforeWrite(context, sentValues);
  const replies = createReplies(context);

  async function send(batch: readonly WriteRequest[], signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const applied = new Set(batch.filter(({ key, value, resend }) => !resend && sentValues.isBeingApplied(key, value)));
    let failures: Map<string, KeyFailure>;
    try {
      failures = await before.read(batch, signal);
    } catch (cause) {
      for (const request of batch) replies.notSent(request, cause, signal);
      return;
    }
    refuse(batch, failures);
    const due = batch.filter(
      (request) =>
        request.state === 'waiting' &&
        !request.endIfAbandoned() &&
        !endIfUnchanged(request) &&
        !context.supersedeIfNewerWaits(request) &&
        !(applied.has(request) && takeIfApplied(request)),
    );
    if (due.length > 0) await transmit(due, signal, startedAt);
  }

  async function transmit(due: readonly WriteRequest[], signal: AbortSignal, startedAt: number): Promise<void> {
    const values = new Map(due.map(({ key, json }) => [key, json]));
    const secrets = due.flatMap(({ key, value }) => secretsOf(key, value));
    const sentAt = performance.now();
    const confirmsFrom = () => delivery.confirmsFrom(sentAt, performance.now());
    for (const request of due) request.become('sent');
    try {
      const replied = await transport.send(values, signal, startedAt);
      const from = confirmsFrom();
      for (const request of due) {
        const reply = replyWithoutSecrets(replied.get(request.key) ?? 'unknown', secrets);
        replies.replied(request, reply, from, signal);
      }
    } catch (cause) {
      const error = errorWithoutSecrets(cause, secrets);
      for (const request of due) replies.failed(request, error, confirmsFrom(), signal);
    }
  }

  function endIfUnchanged(request: WriteRequest): boolean {
    if (!before.isUnchanged(request)) return false;
    const { value } = stored(request.key)!;
    request.end('unchanged', { outcome: 'unchanged', value, previous: value });
    return true;
  }

  /** The charger took the same value a moment ago and is about to apply it: it need not be sent once more. */
  function takeIfApplied(request: WriteRequest): boolean {
    const newest = sentValues.newest(request.key);
    if (!newest || !sentValues.isBeingApplied(request.key, request.value)) return false;
    Object.assign(request, newest);
    request.become('taken');
    request.endIfAbandoned();
    return true;
  }

  return send;
}

/** Refuses the keys that cannot be written, and with them all other keys of their messages. */
function refuse(batch: readonly WriteRequest[], failures: ReadonlyMap<string, KeyFailure>): void {
  const refused = batch.filter(({ key }) => failures.has(key));
  if (refused.length === 0) return;
  const messages = new Set(refused.flatMap((request) => [...request.messages]));
  const keys = refused.map(({ key }) => key).join(', ');
  for (const request of batch) {
    const failure = failures.get(request.key);
    if (failure) request.end('refused', failure);
    else if ([...request.messages].every((message) => messages.has(message)) && !request.endIfAbandoned())
      request.end('refused', { code: 'INVALID', why: `it was not sent, because of ${keys}` });
  }
}
