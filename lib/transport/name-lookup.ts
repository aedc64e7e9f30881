/**
 * Name look-up with a cache, one look-up at a time for all chargers. `dns.lookup` blocks one of Node.js' four worker threads until
 * the system gives up, 5 to 20 s and more where a name such as `….local` is unknown in a container: three chargers with such names
 * held up the files, crypto and look-ups of all of Node-RED [tried against 0.3.0]. The cache of undici looks up names in parallel.
 */
import dns from 'node:dns';
import { failureBy } from './failure-causes';
import type { TransportError } from './transport';

export interface Address {
  address: string;
  family: number;
}

/** Time for which an address is used without another look-up; after that it is used while the next one is under way [our choice]. */
const ADDRESS_FRESH_MS = 10_000;
/** Longest time without a look-up of a name after one that failed slowly: as long as it took, so that other names are not held up [our choice]. */
const LONGEST_FAILED_MS = 30_000;
/** A look-up that fails sooner is repeated whenever the name is needed [our choice]. */
const SLOW_FAILURE_MS = 1000;
/** Errors of a name that does not exist. Any other error is one of the name server. */
const GONE = new Set(['ENOTFOUND', 'ENODATA', 'ENONAME']);

interface Name {
  readonly name: string;
  addresses?: readonly Address[];
  freshUntil: number;
  /** The error of the last look-up, and until when there is no other one. */
  failed?: { error: unknown; until: number };
  /** Callbacks of those who wait for the result. */
  readonly waiting: Set<() => void>;
  /** It is looked up even if nobody waits for it. */
  isRenewed: boolean;
}

const names = new Map<string, Name>();
/** Names that wait for their look-up, oldest first. */
const queue = new Set<Name>();
let underWay: Name | undefined;

/** The addresses of the last look-up. Where they are old, another look-up is started. */
export function cachedAddresses(name: string): readonly Address[] | undefined {
  const entry = names.get(name);
  if (!entry?.addresses) return undefined;
  if (performance.now() >= entry.freshUntil) {
    entry.isRenewed = true;
    enqueue(entry);
  }
  return entry.addresses;
}

/**
 * The addresses of a new look-up. Where the signal aborts first, the look-up goes on for the next caller.
 * @throws TransportError OFFLINE
 */
export async function addressesOf(name: string, signal: AbortSignal): Promise<readonly Address[]> {
  const entry = names.get(name) ?? { name, freshUntil: 0, waiting: new Set(), isRenewed: false };
  names.set(name, entry);
  if (entry.failed && performance.now() < entry.failed.until) throw nameError(entry.failed.error);
  await lookedUp(entry, signal);
  if (!entry.addresses) throw nameError(entry.failed?.error);
  return entry.addresses;
}

/** Nothing answered at the addresses of this name: the next caller waits for a new look-up. */
export function forgetAddresses(name: string): void {
  const entry = names.get(name);
  if (entry) entry.addresses = undefined;
}

/** Resolves when a look-up of the name has ended, with or without success. */
function lookedUp(entry: Name, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const ended = () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    const giveUp = () => {
      signal.removeEventListener('abort', giveUp);
      entry.waiting.delete(ended);
      leaveQueue(entry);
      const isLate = (signal.reason as { name?: unknown } | undefined)?.name === 'TimeoutError';
      reject(isLate ? slowError(entry, performance.now() - started) : signal.reason);
    };
    signal.addEventListener('abort', giveUp);
    entry.waiting.add(ended);
    if (signal.aborted) giveUp();
    else enqueue(entry);
  });
}

function enqueue(entry: Name): void {
  if (entry !== underWay) queue.add(entry);
  next();
}

/** A look-up that nobody waits for any more is not started. */
function leaveQueue(entry: Name): void {
  if (entry.waiting.size === 0 && !entry.isRenewed) queue.delete(entry);
}

function next(): void {
  if (underWay) return;
  const [entry] = queue;
  if (!entry) return;
  queue.delete(entry);
  underWay = entry;
  const started = performance.now();
  const ended = (error: unknown, addresses: readonly Address[]) => {
    if (underWay !== entry) return;
    underWay = undefined;
    entry.isRenewed = false;
    if (error || addresses.length === 0) missed(entry, error ?? coded('ENOTFOUND'), performance.now() - started);
    else Object.assign(entry, { addresses, failed: undefined, freshUntil: performance.now() + ADDRESS_FRESH_MS });
    const waiting = [...entry.waiting];
    entry.waiting.clear();
    for (const notify of waiting) notify();
    next();
  };
  try {
    // Through the module, so that programs and tests can replace `dns.lookup`.
    dns.lookup(entry.name, { all: true }, (error: unknown, found: unknown, family?: unknown) =>
      ended(error, addressesIn(found, family)),
    );
  } catch (error) {
    ended(error, []);
  }
}

function missed(entry: Name, error: unknown, tookMs: number): void {
  const now = performance.now();
  const isGone = GONE.has(String((error as { code?: unknown }).code));
  if (isGone) entry.addresses = undefined;
  // While a name server is away, an address that works is kept.
  else entry.freshUntil = now + ADDRESS_FRESH_MS;
  const failedMs = tookMs < SLOW_FAILURE_MS ? 0 : Math.min(tookMs, LONGEST_FAILED_MS);
  entry.failed = { error, until: now + failedMs };
}

/** A replaced `dns.lookup` may give one address where all were asked for. */
function addressesIn(found: unknown, family: unknown): readonly Address[] {
  if (Array.isArray(found)) return found as Address[];
  return typeof found === 'string' ? [{ address: found, family: family === 6 ? 6 : 4 }] : [];
}

function nameError(cause: unknown): TransportError {
  const isLater = (cause as { code?: unknown } | undefined)?.code === 'EAI_AGAIN';
  return failureBy(isLater ? 'nameUnknownNow' : 'nameUnknown', { cause });
}

function slowError(entry: Name, afterMs: number): TransportError {
  const seconds = Math.round(afterMs / 100) / 10;
  const held = underWay && underWay !== entry ? `, held up by “${underWay.name}”` : '';
  return failureBy('nameSlow', { says: `not within ${seconds} s${held}` });
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}
