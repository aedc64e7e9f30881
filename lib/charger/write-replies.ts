/** Replies to writes: what the charger's reply, or its absence, means for each write request. */
import { TransportError, type WriteReply } from '../transport/transport';
import { canReadBack } from './is-written';
import type { ReadBack } from './read-back';
import { withoutSecrets } from './secrets';
import type { SentValues } from './sent-values';
import type { WriteContext } from './write-context';
import type { UncertainReply, WriteRequest } from './write-request';

/** Rest of its timeout with which a write is not sent again [our choice]. */
const NO_TIME_LEFT_MS = 5;

export interface ReplyContext extends WriteContext {
  sentValues: SentValues;
  readBack: ReadBack;
  closing: AbortSignal;
  /** Ends the request where a newer value of its key waits. @returns whether it has ended */
  supersedeIfNewerWaits(request: WriteRequest): boolean;
}

export interface Replies {
  /** @param sentAt the earliest arrival of a value that can confirm the write */
  replied(request: WriteRequest, reply: WriteReply, sentAt: number, signal: AbortSignal): void;
  /** The write failed; it may have been applied all the same. */
  failed(request: WriteRequest, error: TransportError, sentAt: number, signal: AbortSignal): void;
  /** The write did not reach the charger. */
  notSent(request: WriteRequest, cause: unknown, signal: AbortSignal): void;
}

export function createReplies(context: ReplyContext): Replies {
  const { delivery, stored, sentValues, readBack } = context;

  /** Where unpublished keys are not shown, one is confirmed only if it was received all the same. */
  function isShown({ key, row }: WriteRequest): boolean {
    return canReadBack(row) && (delivery.showsUnpublished || row.published !== false || stored(key) !== undefined);
  }

  function replied(request: WriteRequest, reply: WriteReply, sentAt: number, signal: AbortSignal): void {
    if (reply === 'unknown') noReply(request, sentAt);
    else if ('failed' in reply) failed(request, reply.failed, sentAt, signal);
    else if ('refused' in reply) refused(request, `the charger refuses it: ${reply.refused}`, sentAt);
    else taken(request, sentAt);
  }

  function taken(request: WriteRequest, sentAt: number): void {
    request.sentAt = sentAt;
    if (canReadBack(request.row)) sentValues.sent(request);
    sentValues.taken(request.key);
    request.become('taken');
    if (request.endIfAbandoned()) return;
    if (isShown(request)) readBack.valuesReceived();
    else request.end('accepted', { outcome: 'accepted', value: request.value, previous: request.previous });
  }

  function refused(request: WriteRequest, why: string, sentAt: number): void {
    const refusal = { code: 'REFUSED' as const, why };
    // A refusal that may belong to somebody else's write does not end this one: the value decides.
    if (!delivery.repliesNameWrite && isShown(request)) confirmUncertain(request, sentAt, refusal);
    else request.end('refused', refusal);
  }

  function noReply(request: WriteRequest, sentAt: number): void {
    const why = 'it was sent, but the charger gave no answer, and this key cannot be read back';
    if (canReadBack(request.row)) confirmUncertain(request, sentAt);
    else request.end('unconfirmed', { code: 'UNCONFIRMED', why });
  }

  function failed(request: WriteRequest, error: TransportError, sentAt: number, signal: AbortSignal): void {
    const reply = { code: error.code, why: error.message };
    // An error on the way back says nothing about the way there: read, and do not send again.
    if (!error.maybeSent) notSent(request, error, signal);
    else if (canReadBack(request.row)) confirmUncertain(request, sentAt, reply);
    else request.end('unconfirmed', reply);
  }

  function notSent(request: WriteRequest, cause: unknown, signal: AbortSignal): void {
    const { code, message } = asTransportError(cause);
    // The request to the charger ends with its shortest timeout: the other writes in it are sent again.
    const isOverTime = signal.aborted && !context.closing.aborted;
    if (isOverTime) request.expire(performance.now() + NO_TIME_LEFT_MS, { code, why: message });
    if (request.endIfAbandoned()) return;
    if (!isOverTime) request.end('expired', { code, why: message });
    else if (!context.supersedeIfNewerWaits(request)) {
      if (request.state === 'sent') request.become('waiting');
      request.isInBatch = false;
    }
  }

  function confirmUncertain(request: WriteRequest, sentAt: number, reply?: UncertainReply): void {
    request.sentAt = sentAt;
    request.uncertainReply = reply;
    sentValues.sent(request);
    readBack.valuesReceived();
  }

  return { replied, failed, notSent };
}

/** A reply without the secrets of the writes: what a charger repeats of one value may turn up in the reply for another. */
export function replyWithoutSecrets(reply: WriteReply, secrets: readonly string[]): WriteReply {
  if (typeof reply === 'string' || 'taken' in reply) return reply;
  return 'refused' in reply
    ? { refused: withoutSecrets(reply.refused, secrets) }
    : { failed: errorWithoutSecrets(reply.failed, secrets) };
}

export function errorWithoutSecrets(cause: unknown, secrets: readonly string[]): TransportError {
  const { code, message, ...facts } = asTransportError(cause);
  return new TransportError(code, withoutSecrets(message, secrets), facts);
}

function asTransportError(cause: unknown): TransportError {
  return cause instanceof TransportError ? cause : new TransportError('PROTOCOL', String(cause));
}
