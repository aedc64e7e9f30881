/** One charger: what is known of it, who wants which keys, and the way in for writes. */
import { setMaxListeners } from 'node:events';
import { ChargerError, type ErrorCode, type KeyFailure } from '../errors';
import { encode, isName, isSecret, keyOf, parseFirmware, pick, redact, redactText, rowOf } from '../keys';
import { givenUpAt } from '../wire/polled';
import { type Keys, WireError } from '../wire/wire';
import { createAvailability } from './availability';
import type { Charger, ChargerOptions, Json, Known, Watch, WriteOutcome } from './charger.types';
import { connectWire, INTRODUCTION, pollIntervalMsOf, timeoutMsOf } from './connect';
import { createHappenings } from './happenings';
import { createInterest } from './interest';
import { createKnownValues, type Entry } from './known';
import { createTicket, isFailure, type Ticket } from './ticket';
import { createWriteQueue } from './writes';

/** How old a polled value may be and still be "the latest": a poll that was answered a little late is none the worse. */
const LATEST_POLLS = 1.5;

/**
 * Opens nothing yet: the connection is made when something is wanted.
 * @throws ChargerError INVALID when the options cannot work
 */
export function createCharger(options: ChargerOptions): Charger {
  const timeoutMs = timeoutMsOf(options);
  const latestMs = pollIntervalMsOf(options) * LATEST_POLLS;
  const known = createKnownValues();
  const interest = createInterest();
  const closing = new AbortController();
  // Every pending read listens to it; there are as many as there are messages under way.
  setMaxListeners(0, closing.signal);
  let serial = options.connection === 'http' ? undefined : options.serial?.trim();
  let firmware: string | undefined;
  let users = 0;
  let everythingAt = Number.NEGATIVE_INFINITY;
  let closed: Promise<void> | undefined;

  const name = (): string => options.name || serial || options.host || options.broker || 'charger';

  const availability = createAvailability((now, before) => {
    if (before.state === 'online' && now.state === 'offline') known.lostTouch();
    happenings.availability(now);
  });

  const wire = connectWire(options, {
    values(values, live) {
      const time = Date.now();
      const changes = known.update(values, time, live);
      learn(values);
      interest.tell(changes, time);
      if (changes.length > 0) happenings.changed(changes, time);
      writes.look();
      settleWants();
    },
    up: () => (isWatched() ? availability.online() : undefined),
    down(error) {
      if (isWatched()) availability.offline(error.code, redactText(error.message));
    },
  });
  const writes = createWriteQueue({ wire, known: known.get, isCurrent });
  const happenings = createHappenings({ watch, firmware: () => firmware, restarted: () => wire.forget() });

  /** Somebody is told when the charger comes and goes, so it has to be looked after. */
  function isWatched(): boolean {
    return !closing.signal.aborted && (wire.tells ? users > 0 : interest.everything() || interest.keys().size > 0);
  }

  let wantedNow = '';
  function settleWants(): void {
    if (closing.signal.aborted) return;
    const keys = interest.keys();
    const everything = interest.everything();
    if (wire.tells) {
      for (const key of writes.keys()) keys.add(key);
      if (users > 0) for (const key of INTRODUCTION) keys.add(key);
    }
    const wanted = `${everything}:${[...keys].join()}`;
    if (wanted !== wantedNow) {
      wantedNow = wanted;
      wire.want(keys, everything);
    }
    if (isWatched()) availability.connecting();
    else availability.idle();
  }

  /** Facts about the charger itself that pass by. */
  function learn(values: ReadonlyMap<string, Json>): void {
    const version = values.get('fwv');
    if (typeof version === 'string' && parseFirmware(version)) firmware = version;
    const number = values.get('sse');
    if (typeof number === 'string' && /^\d{3,12}$/.test(number)) {
      if (serial !== undefined && number !== serial) wire.forget();
      serial = number;
    }
  }

  function isCurrent(key: string, entry: Entry): boolean {
    if (known.isStale(entry)) return false;
    if (!wire.tells) return Date.now() - entry.time <= latestMs;
    return (
      availability.current.state === 'online' &&
      wantedNow !== '' &&
      (interest.wants(key) || [...writes.keys()].includes(key))
    );
  }

  function watch(names: readonly string[] | 'all', watcher: Watch): () => void {
    const stop = interest.add(names === 'all' ? 'all' : names.filter(isName), watcher);
    users += 1;
    settleWants();
    let stopped = false;
    queueMicrotask(() => {
      if (!stopped) tellKnown(names, watcher);
    });
    return () => {
      if (stopped) return;
      stopped = true;
      users -= 1;
      stop();
      settleWants();
    };
  }

  /** A newcomer is told what is known already. */
  function tellKnown(names: readonly string[] | 'all', watcher: Watch): void {
    const changes = [...(names === 'all' ? known.keys() : names)].flatMap((each) => {
      const entry = view(each);
      return entry ? [{ name: each, value: entry.value, previous: undefined, time: entry.time }] : [];
    });
    if (changes.length > 0) watcher.changed(changes);
  }

  function view(nameOrField: string): Known | undefined {
    const key = keyOf(nameOrField);
    const entry = known.get(key);
    const value = entry && pick(nameOrField, entry.value);
    if (!entry || value === undefined) return undefined;
    const stale =
      known.isStale(entry) ||
      availability.current.state === 'offline' ||
      !(entry.live || availability.current.state === 'online');
    return { value: redact(key, value), time: entry.time, stale };
  }

  async function read(names: readonly string[] | 'all', source: 'latest' | 'charger'): Promise<Map<string, Known>> {
    const started = Date.now();
    const keys: Keys = names === 'all' ? 'all' : new Set(names.filter(isName).map(keyOf));
    const missing = source === 'charger' ? keys : missingOf(keys);
    if (missing === 'all' || missing.size > 0) await ask(missing);
    const result = new Map<string, Known>();
    for (const each of names === 'all' ? known.keys() : names) {
      const entry = view(each);
      // What the charger left out of its answer is not there any more, however well it was known before.
      const answered = source === 'latest' || wire.tells || (known.get(keyOf(each))?.time ?? 0) >= started;
      if (entry && answered) result.set(each, entry);
    }
    return result;
  }

  /** What would have to be asked for. While the charger is out of reach, what is known has to do. */
  function missingOf(keys: Keys): Keys {
    const offline = availability.current.state === 'offline';
    if (keys === 'all') {
      const isKnown = interest.everything() ? everythingAt > 0 || wire.tells : Date.now() - everythingAt <= latestMs;
      return (isKnown || offline) && [...known.keys()].length > 0 ? new Set() : 'all';
    }
    return new Set(
      [...keys].filter((key) => {
        const entry = known.get(key);
        if (!entry) return true;
        return !offline && !(wire.tells ? interest.wants(key) : isCurrent(key, entry));
      }),
    );
  }

  async function ask(keys: Keys): Promise<void> {
    if (closed) throw failure(new WireError('CLOSED', 'the flow was redeployed or stopped'));
    const patience = AbortSignal.timeout(timeoutMs);
    try {
      await givenUpAt(AbortSignal.any([patience, closing.signal]), wire.ask(keys, patience));
      if (keys === 'all') everythingAt = Date.now();
    } catch (error) {
      throw failure(closing.signal.aborted ? new WireError('CLOSED', 'the flow was redeployed or stopped') : error);
    }
  }

  function failure(cause: unknown): ChargerError {
    const error = cause instanceof WireError ? cause : new WireError('PROTOCOL', String(cause));
    return new ChargerError(error.code, redactText(`${name()}: ${error.message}`));
  }

  async function write(
    values: Readonly<Record<string, unknown>>,
    confirm: 'readback' | 'accepted',
  ): Promise<Map<string, WriteOutcome>> {
    if (closed) throw failure(new WireError('CLOSED', 'the flow was redeployed or stopped'));
    const tickets = checked(values, confirm);
    users += 1;
    for (const ticket of tickets) writes.add(ticket);
    settleWants();
    try {
      const results = await Promise.all(tickets.map(async (ticket) => [ticket, await ticket.result] as const));
      return outcomes(results);
    } finally {
      users -= 1;
      settleWants();
    }
  }

  /** All values checked and encoded; nothing is sent when one of them is wrong. */
  function checked(values: Readonly<Record<string, unknown>>, confirm: 'readback' | 'accepted'): Ticket[] {
    const names = Object.keys(values);
    if (names.length === 0)
      throw new ChargerError('INVALID', `${name()}: there is nothing to set; give at least one key and its value`);
    const failures = new Map<string, { failure: KeyFailure; value: unknown }>();
    const tickets: Ticket[] = [];
    for (const key of names) {
      let value: unknown;
      let encoded: ReturnType<typeof encode>;
      try {
        value = values[key];
        encoded = encode(key, value, firmware);
      } catch {
        encoded = { why: 'the value cannot be read' };
      }
      const row = rowOf(key, firmware);
      const fail = (code: ErrorCode, why: string) => failures.set(key, { failure: { code, why }, value });
      if ('why' in encoded || !row) fail('INVALID', 'why' in encoded ? encoded.why : 'there is no such key');
      else if (options.readOnly) fail('READ_ONLY', 'this charger is set to read only in its configuration');
      else if (row.caution && !options.allowCaution) {
        fail('CAUTION', `${row.caution.en} Allow it in the charger's configuration if you are sure`);
      } else {
        const { value: checkedValue, json } = encoded;
        tickets.push(createTicket({ key, row, value: checkedValue, json, confirm, deadline: Date.now() + timeoutMs }));
      }
    }
    if (failures.size > 0) throw writeError(failures, tickets.length > 0 ? 'nothing was sent' : undefined);
    return tickets;
  }

  function outcomes(results: (readonly [Ticket, WriteOutcome | KeyFailure])[]): Map<string, WriteOutcome> {
    const failures = new Map<string, { failure: KeyFailure; value: unknown }>();
    const good = new Map<string, WriteOutcome>();
    for (const [ticket, result] of results) {
      if (isFailure(result)) failures.set(ticket.key, { failure: result, value: ticket.value });
      else good.set(ticket.key, shownOutcome(ticket.key, result));
    }
    if (failures.size === 0) return good;
    throw writeError(failures, good.size > 0 ? `${[...good.keys()].join(', ')} went well` : undefined);
  }

  function shownOutcome(key: string, { outcome, value, previous }: WriteOutcome): WriteOutcome {
    return { outcome, value: redact(key, value), previous: previous === undefined ? undefined : redact(key, previous) };
  }

  /** One error that names every key and why. */
  function writeError(
    failures: Map<string, { failure: KeyFailure; value: unknown }>,
    rest: string | undefined,
  ): ChargerError {
    const keys: Record<string, KeyFailure> = {};
    const parts: string[] = [];
    for (const [
      key,
      {
        failure: { code, why },
        value,
      },
    ] of failures) {
      const told = withoutSecret(key, value, why);
      Object.defineProperty(keys, key, {
        value: { code, why: told },
        enumerable: true,
        configurable: true,
        writable: true,
      });
      parts.push(`${excerptOf(key)} = ${shownValue(key, value)}: ${told}`);
    }
    const code = [...failures.values()][0]!.failure.code;
    const message = redactText(`${name()}: ${parts.join('; ')}${rest ? ` (${rest})` : ''}`);
    return new ChargerError(code, message, { keys });
  }

  return {
    get identity() {
      return { name: name(), serial, connection: options.connection };
    },
    get availability() {
      return availability.current;
    },
    get firmware() {
      return firmware;
    },
    watch,
    onAvailability(listener) {
      const stop = availability.listen(listener);
      users += 1;
      settleWants();
      if (wire.tells) wire.open();
      return () => {
        users -= 1;
        stop();
        settleWants();
      };
    },
    onHappening: (names, listener) => happenings.add(names, listener),
    known: view,
    read,
    write,
    close() {
      closed ??= (async () => {
        writes.close();
        closing.abort();
        happenings.close();
        await wire.close();
      })();
      return closed;
    },
  };
}

/** A value for an error: short, and never a secret. */
function shownValue(key: string, value: unknown): string {
  if (isSecret(key)) return '***';
  try {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null)
      return excerptOf(JSON.stringify(value));
    if (typeof value === 'object') return excerptOf(JSON.stringify(value) ?? 'an object');
  } catch {
    // Cyclic, or with getters that throw: its type has to do.
  }
  return typeof value === 'undefined' ? 'nothing' : `a ${typeof value}`;
}

function excerptOf(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Chargers repeat the raw value in their refusals. */
function withoutSecret(key: string, value: unknown, why: string): string {
  if (!isSecret(key)) return why;
  return typeof value === 'string' && value.length > 0
    ? why.replaceAll(value, '***').replace(/\(.*\)/s, '(***)')
    : why.replace(/\(.*\)/s, '(***)');
}
