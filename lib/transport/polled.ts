/**
 * Polling: asks a transport for what is wanted, at even intervals, never with two requests open to one charger.
 */
import { onAbort } from '../abort';
import type { Json } from '../json';
import { createAbsentKeys } from './absent-keys';
import { createQuestions } from './poll-requests';
import type { PolledApi } from './polled-api';
import { serialQueueFor } from './serial-queue';
import { withTimeout } from './timeout';
import { type Keys, type Transport, TransportError, type TransportListener, type WriteReply } from './transport';

/** Nodes of one flow are made one after the other; what they want goes into one request. */
const GATHER_MS = 20;
/** After the first failed poll a charger gets one more chance before it counts as offline: they stumble while charging. */
const SECOND_CHANCE_MS = 700;
/** An offline charger is looked for at these intervals, so that it is back within five seconds. */
const SEARCH_MS = [1000, 2000, 3000];
/** Longer than a charger holds a request back while another client has its lock [owners' reports]. */
const SEARCH_PATIENCE_MS = 3300;
const SEARCH_GAP_MS = 500;
/** Each so-manieth look has all the time there is: the charger may have become slow for good. */
const PATIENT_EVERY = 10;
/** Everything at once is heavy work for the device, which the vendor asks not to make a habit. */
const EVERYTHING_AT_MOST_EVERY_MS = 60_000;
/** A restart or an update between two polls shows only when it is asked for. */
const INTRODUCE_EVERY_MS = 600_000;

/** After a poll out of its turn the next one comes with the beat, but not sooner than this part of an interval. */
const SOONEST_AGAIN = 0.25;
/** Steps of this part of an interval spread any number of chargers evenly over it. */
const GOLDEN = 0.618_033_988_749_895;
/** Beats in an interval: of a thousand chargers ten share one, so that a process that rests between them wakes less often. */
const BEATS = 100;

let chargers = 0;

/** Where in the interval a charger has its beat: a thousand that were deployed in one moment are not asked in one moment. */
function nextPhase(): number {
  chargers += 1;
  return Math.floor(((chargers * GOLDEN) % 1) * BEATS) / BEATS;
}

function nextBeat(afterMs: number, intervalMs: number, phase: number): number {
  return (Math.ceil(afterMs / intervalMs - phase) + phase) * intervalMs;
}

/**
 * @param introduction keys asked for before anything else whenever a charger is (again) met: who it is, and whether it
 * was restarted meanwhile
 */
export function createPolledTransport(
  api: PolledApi,
  intervalMs: number,
  introduction: ReadonlySet<string>,
  listener: TransportListener,
  introduceEveryMs = INTRODUCE_EVERY_MS,
): Transport {
  const phase = nextPhase();
  const inTurn = serialQueueFor(api.address);
  const closing = new AbortController();
  let wanted: ReadonlySet<string> = new Set();
  let everything = false;
  // By a clock that nobody sets: set back by an hour, the time of day would stop all polls for an hour.
  const now = () => performance.now();
  let everythingAt = 0;
  let introducedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let nextAt = 0;
  let polling = false;
  let soon = false;
  let failures = 0;
  let online = false;
  const absent = createAbsentKeys(intervalMs);
  const questions = createQuestions({
    inTurn,
    portions: api.portions,
    request,
    brought(asked, values) {
      absent.answered(asked, values);
      listener.values(values, true, asked);
    },
    completed: succeeded,
    closing: closing.signal,
  });

  function schedule(inMs: number): void {
    clearTimeout(timer);
    timer = undefined;
    if (!closing.signal.aborted && (everything || wanted.size > 0)) timer = setTimeout(poll, Math.max(inMs, 0));
  }

  async function poll(): Promise<void> {
    timer = undefined;
    polling = true;
    soon = false;
    const started = now();
    const all = everything && started >= everythingAt;
    if (all) everythingAt = started + Math.max(EVERYTHING_AT_MOST_EVERY_MS, intervalMs) - intervalMs / 2;
    try {
      if (started - introducedAt >= introduceEveryMs) {
        await questions.ask(introduction).catch(toleratingNonsense);
        introducedAt = started;
      }
      if (all || wanted.size > 0) await questions.ask(all ? 'all' : absent.worthAsking(wanted));
      // An even beat, whatever the answers take: beats missed meanwhile are left out, and a poll out of turn moves none.
      nextAt = nextBeat(started + intervalMs * SOONEST_AGAIN, intervalMs, phase);
    } catch (error) {
      if (all) everythingAt = 0;
      const restMs = restOf(error);
      if (restMs !== undefined) nextAt = now() + Math.max(restMs, intervalMs);
      // Looked for at an even pace, however long each look takes to fail.
      else nextAt = online ? now() + SECOND_CHANCE_MS : Math.max(started + searchWait(), now() + SEARCH_GAP_MS);
    }
    polling = false;
    schedule(soon && failures === 0 ? 0 : nextAt - now());
  }

  /** A look for a lost charger is given up early, for it may be back and never answer what it was asked before. */
  function answer(keys: Keys): Promise<Map<string, Json>> {
    const isHurried = failures > 0 && !online && failures % PATIENT_EVERY !== 0;
    if (!isHurried) return api.ask(keys, closing.signal);
    return withTimeout(SEARCH_PATIENCE_MS, [closing.signal], (signal) => api.ask(keys, signal));
  }

  function searchWait(): number {
    const wait = SEARCH_MS[Math.min(failures, SEARCH_MS.length) - 1] ?? SEARCH_MS[0]!;
    return wait * (0.8 + Math.random() * 0.4);
  }

  async function request(keys: Keys): Promise<Map<string, Json>> {
    try {
      return await answer(keys);
    } catch (error) {
      failed(error);
      throw error;
    }
  }

  function succeeded(): void {
    failures = 0;
    online = true;
    listener.up();
  }

  function failed(cause: unknown): void {
    const error = cause instanceof TransportError ? cause : new TransportError('PROTOCOL', String(cause), { cause });
    if (error.code === 'CLOSED' || closing.signal.aborted) return;
    failures += 1;
    if (online && failures < 2 && restOf(error) === undefined) return;
    online = false;
    introducedAt = Number.NEGATIVE_INFINITY;
    listener.down(error);
  }

  /** In its turn, if that comes before it is given up. */
  function send(
    values: ReadonlyMap<string, string>,
    signal: AbortSignal,
    lookedAt?: number,
  ): Promise<ReadonlyMap<string, WriteReply>> {
    return new Promise((resolve, reject) => {
      const tooLate = () =>
        reject(new TransportError('TIMEOUT', 'the charger was busy with other requests for too long'));
      const leave = onAbort(signal, tooLate);
      inTurn(async () => {
        leave();
        // What was given up while it waited is not sent any more.
        if (signal.aborted) return tooLate();
        questions.handOn();
        const answers = await api.send(values, signal, lookedAt);
        // What was merely handed on says nothing about the charger.
        if ([...answers.values()].some((answer) => answer !== 'unknown') && !closing.signal.aborted) succeeded();
        resolve(answers);
      }).catch(reject);
    });
  }

  return {
    pushes: false,
    open() {},
    want(keys, all) {
      const more = (all && !everything) || [...keys].some((key) => !wanted.has(key));
      if (all && !everything) everythingAt = 0;
      wanted = keys;
      everything = all;
      if (!all && keys.size === 0) schedule(0);
      else if (polling) soon ||= more;
      else if (failures > 0) {
        // It does not answer, so it is looked for at its own pace; where nobody looks any more, that begins anew.
        if (timer === undefined) schedule(nextAt - now());
      } else if (more) {
        nextAt = now() + GATHER_MS;
        schedule(GATHER_MS);
      }
    },
    // Where nobody watches there are no polls, and who it is has to be asked for with the question.
    async ask(keys, signal, timeoutMs) {
      const isDue = keys !== 'all' && now() - introducedAt >= introduceEveryMs;
      await questions.ask(isDue ? new Set([...keys, ...introduction]) : keys, signal, timeoutMs);
      if (isDue) introducedAt = now();
    },
    send,
    unsendable: api.unsendable,
    forget() {
      absent.forget();
      api.forget();
      // Which model it is decides what its answers mean.
      introducedAt = Number.NEGATIVE_INFINITY;
    },
    async close() {
      closing.abort();
      clearTimeout(timer);
      await api.close();
    },
  };
}

/** How long it is of no use to ask again, where that was said. */
function restOf(error: unknown): number | undefined {
  return error instanceof TransportError ? error.retryAfterMs : undefined;
}

/** A charger that cannot say who it is may still know what is wanted of it. */
function toleratingNonsense(error: unknown): void {
  if (!(error instanceof TransportError) || error.code !== 'PROTOCOL') throw error;
}
