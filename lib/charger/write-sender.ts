/** Sending writes: one request to the charger for a batch of them, and what its answer means for each. */
import type { KeyFailure } from '../errors';
import { TransportError, type WriteReply } from '../transport/transport';
import { canReadBack } from './is-written';
import { createLookFirst } from './look-first';
import type { ReadBack } from './read-back';
import { secretsOf, withoutSecrets } from './secrets';
import type { Unshown } from './unshown';
import type { WriteContext } from './write-context';
import type { WriteRequest } from './write-request';

/** Those whose time is over by then are not sent again. */
const NO_TIME_LEFT_MS = 5;

export interface SenderContext extends WriteContext {
  unshown: Unshown;
  readBack: ReadBack;
  closing: AbortSignal;
  /** A newer value of the key waits. */
  hasNewer(key: string): boolean;
  /** It was not sent, and there is time to send it. */
  again(request: WriteRequest): void;
  supersede(request: WriteRequest): void;
}

export type Send = (batch: readonly WriteRequest[], signal: AbortSignal) => Promise<void>;

export function createSender(context: SenderContext): Send {
  const { transport, known, unshown, readBack, closing } = context;
  const first = createLookFirst(context, unshown);
  const now = () => performance.now();

  async function send(batch: readonly WriteRequest[], signal: AbortSignal): Promise<void> {
    const lookedAt = now();
    const taken = new Set(batch.filter(({ key, value, resend }) => !resend && unshown.isOnItsWay(key, value)));
    let impossible: Map<string, KeyFailure>;
    try {
      impossible = await first.look(batch, signal);
    } catch (cause) {
      for (const request of batch) notSent(request, cause, signal);
      return;
    }
    refuse(batch, impossible);
    const due = batch.filter(
      (request) =>
        request.state === 'waiting' &&
        !request.isLeft() &&
        !isUnchanged(request) &&
        !isOvertaken(request) &&
        !(taken.has(request) && isOnItsWay(request)),
    );
    if (due.length > 0) await transmit(due, signal, lookedAt);
  }

  async function transmit(due: readonly WriteRequest[], signal: AbortSignal, lookedAt: number): Promise<void> {
    const values = new Map(due.map(({ key, json }) => [key, json]));
    // What a charger repeats of one value may turn up in the answer for another.
    const secrets = due.flatMap(({ key, value }) => secretsOf(key, value));
    const hide = (text: string) => withoutSecrets(text, secrets);
    let sentAt = now();
    for (const request of due) request.become('sent');
    try {
      const answers = await transport.send(values, signal, lookedAt);
      // Where values are asked for, those that arrived meanwhile were asked for before the write had its turn.
      if (!transport.pushes) sentAt = now();
      for (const request of due) answered(request, hidden(answers.get(request.key) ?? 'unknown', hide), sentAt, signal);
    } catch (cause) {
      for (const request of due) failed(request, hiddenError(cause, hide), transport.pushes ? sentAt : now(), signal);
    }
  }

  /** Nothing is sent of a message with a key that is impossible. */
  function refuse(batch: readonly WriteRequest[], impossible: ReadonlyMap<string, KeyFailure>): void {
    const refused = batch.filter(({ key }) => impossible.has(key));
    if (refused.length === 0) return;
    const messages = new Set(refused.flatMap((request) => [...request.messages]));
    const keys = refused.map(({ key }) => key).join(', ');
    for (const request of batch) {
      const own = impossible.get(request.key);
      if (own) request.end('refused', own);
      else if ([...request.messages].every((message) => messages.has(message)) && !request.isLeft())
        request.end('refused', { code: 'INVALID', why: `it was not sent, because of ${keys}` });
    }
  }

  function isUnchanged(request: WriteRequest): boolean {
    if (!first.isUnchanged(request)) return false;
    const { value } = known(request.key)!;
    request.end('unchanged', { outcome: 'unchanged', value, previous: value });
    return true;
  }

  /** A newer value came while this one was looked at: it need not be sent at all. */
  function isOvertaken(request: WriteRequest): boolean {
    if (!context.hasNewer(request.key)) return false;
    context.supersede(request);
    return true;
  }

  /** Taken a moment ago, and to be shown yet: it need not be sent once more. */
  function isOnItsWay(request: WriteRequest): boolean {
    const newest = unshown.newest(request.key);
    if (!newest || !unshown.isOnItsWay(request.key, request.value)) return false;
    Object.assign(request, newest);
    request.become('taken');
    if (!request.isLeft()) readBack.add(request);
    return true;
  }

  function answered(request: WriteRequest, answer: WriteReply, sentAt: number, signal: AbortSignal): void {
    const readable = isReadable(request);
    if (answer === 'unknown') {
      if (readable || canReadBack(request.row)) confirm(request, sentAt);
      else
        request.end('unconfirmed', {
          code: 'UNCONFIRMED',
          why: 'it was sent, the charger gave no answer, and this key cannot be read back',
        });
    } else if ('failed' in answer) failed(request, answer.failed, sentAt, signal);
    else if ('refused' in answer) {
      const doubt = { code: 'REFUSED' as const, why: `the charger refuses it: ${answer.refused}` };
      // Over MQTT an answer names no request and may belong to somebody else's write; the value tells.
      if (transport.pushes && readable) confirm(request, sentAt, doubt);
      else request.end('refused', doubt);
    } else {
      request.sentAt = sentAt;
      if (canReadBack(request.row)) unshown.sent(request);
      unshown.taken(request.key);
      request.become('taken');
      if (request.isLeft()) return;
      if (readable) lookFor(request);
      else request.end('accepted', { outcome: 'accepted', value: request.value, previous: request.previous });
    }
  }

  /** A key that is never published is looked for only where it was heard of all the same. */
  function isReadable({ key, row }: WriteRequest): boolean {
    return canReadBack(row) && !(transport.pushes && row.published === false && !known(key));
  }

  function failed(request: WriteRequest, error: TransportError, sentAt: number, signal: AbortSignal): void {
    const doubt = { code: error.code, why: error.message };
    // An error on the way back says nothing about the way there: look, and do not send again.
    if (!error.maybeSent) notSent(request, error, signal);
    else if (canReadBack(request.row)) confirm(request, sentAt, doubt);
    else request.end('unconfirmed', doubt);
  }

  function notSent(request: WriteRequest, cause: unknown, signal: AbortSignal): void {
    const { code, message } = asTransportError(cause);
    const isOverTime = signal.aborted && !closing.aborted;
    // Only the time of another one in the same request was over.
    if (isOverTime) request.expire(now() + NO_TIME_LEFT_MS, { code, why: message });
    if (request.isLeft()) return;
    if (!isOverTime) request.end('expired', { code, why: message });
    else if (!isOvertaken(request)) {
      if (request.state === 'sent') request.become('waiting');
      context.again(request);
    }
  }

  function confirm(request: WriteRequest, sentAt: number, doubt?: WriteRequest['doubt']): void {
    request.sentAt = sentAt;
    request.doubt = doubt;
    unshown.sent(request);
    lookFor(request);
  }

  function lookFor(request: WriteRequest): void {
    readBack.add(request);
    readBack.look();
  }

  return send;
}

function hidden(answer: WriteReply, hide: (text: string) => string): WriteReply {
  if (typeof answer === 'string' || 'taken' in answer) return answer;
  return 'refused' in answer ? { refused: hide(answer.refused) } : { failed: hiddenError(answer.failed, hide) };
}

function hiddenError(cause: unknown, hide: (text: string) => string): TransportError {
  const { code, message, ...facts } = asTransportError(cause);
  return new TransportError(code, hide(message), facts);
}

function asTransportError(cause: unknown): TransportError {
  return cause instanceof TransportError ? cause : new TransportError('PROTOCOL', String(cause));
}
