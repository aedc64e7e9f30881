/** One charger: what is known of it, who wants which keys, and the way in for writes. */
import { ChargerError } from '../errors';
import { isName, parseFirmware, redactText, withoutFaults } from '../keys';
import { TransportError } from '../transport/transport';
import { createAvailability } from './availability';
import type { Charger, ChargerOptions, Json, LeftOutNews, Watch } from './charger.types';
import { configuredSerialOf, createTransport, INTRODUCTION, pollIntervalMsOf, timeoutMsOf } from './connect';
import { createFreshness } from './freshness';
import { createHappenings } from './happenings';
import { createLeftOut } from './left-out';
import { createReading } from './reading';
import { createSubscriptions, namesByKey, namesLeftOut } from './subscriptions';
import { createValueStore } from './value-store';
import { createWriting } from './writing';

/** How old a polled value may be and still be "the latest": a poll that was answered a little late is none the worse. */
const LATEST_POLLS = 1.5;
/** Over MQTT each key has a message of its own; those of one second of the charger come within a few milliseconds. */
const HAPPENING_SETTLES_MS = 200;

/**
 * Opens nothing yet: the connection is made when something is wanted.
 * @throws ChargerError INVALID when the options cannot work
 */
export function createCharger(options: ChargerOptions): Charger {
  const timeoutMs = timeoutMsOf(options);
  const intervalMs = pollIntervalMsOf(options);
  const latestMs = intervalMs * LATEST_POLLS;
  const known = createValueStore();
  const interest = createSubscriptions((key) => known.get(key)?.value);
  const leftOut = createLeftOut(known, intervalMs, (key) => interest.isWantedByName(key));
  const leftOutListeners = new Set<(news: readonly LeftOutNews[]) => void>();
  const closing = new AbortController();
  let serial = configuredSerialOf(options);
  let firmware: string | undefined;
  let users = 0;
  let closed: Promise<void> | undefined;

  // The broker's URL may hold a password.
  const name = (): string => options.name || serial || options.host || redactText(options.broker ?? '') || 'charger';

  const availability = createAvailability((now, before) => {
    if (now.state === before.state) return;
    if (before.state === 'online') known.lostTouch();
    happenings.availability(now);
  });

  const transport = createTransport(options, {
    values(reported, live, asked) {
      const values = withoutFaults(reported);
      const time = Date.now();
      // First what is not there any more: whoever is told of the others looks at it too.
      const news = asked === undefined ? [] : leftOut.answered(asked, values);
      const changes = known.update(values, time, live);
      learn(values);
      interest.tell(changes, time);
      if (changes.length > 0) happenings.changed(changes, time);
      happenings.answered(values, time);
      if (news.length > 0) tellLeftOut(news);
      writing.look();
    },
    up: () => (isWatched() ? availability.online() : undefined),
    down(error) {
      if (isWatched()) availability.offline(error.code, redactText(error.message), error.reason);
    },
  });
  const freshness = createFreshness({
    pushed: transport.pushes,
    latestMs,
    availability: () => availability.current.state,
    isOutdated: known.isStale,
    isLeftOut: leftOut.has,
    isWanted: interest.wants,
    isListenedTo: (key) => wantedNow !== '' && (interest.wants(key) || writing.keys.has(key)),
  });
  const { view, read } = createReading({
    transport,
    known,
    freshness,
    interest,
    availability,
    latestMs,
    timeoutMs,
    closing: closing.signal,
    name,
    failure,
  });
  const writing = createWriting({
    transport,
    known,
    freshness,
    isLeftOut: leftOut.has,
    timeoutMs,
    readOnly: options.readOnly,
    allowCaution: options.allowCaution,
    closing: closing.signal,
    name,
    firmware: () => firmware,
    redeployed: () => failure(new TransportError('CLOSED', 'the flow was redeployed or stopped')),
    isWanted: interest.wants,
    enter() {
      users += 1;
      return users === 1;
    },
    leave() {
      users -= 1;
      if (users === 0) settleWants();
    },
    settleWants,
  });
  const happenings = createHappenings({
    watch,
    firmware: () => firmware,
    restarted: () => transport.forget(),
    isOwnWrite: writing.isOwn,
    settleMs: transport.pushes ? HAPPENING_SETTLES_MS : 0,
  });

  /** Somebody is told when the charger comes and goes, so it has to be looked after. */
  function isWatched(): boolean {
    return !closing.signal.aborted && (transport.pushes ? users > 0 : !interest.isEmpty());
  }

  let wantedNow = '';
  function settleWants(): void {
    if (closing.signal.aborted) return;
    const keys = interest.keys();
    const everything = interest.everything();
    if (transport.pushes) {
      if (users === 0) writing.keys.clear();
      for (const key of writing.keys) keys.add(key);
      if (users > 0) for (const key of INTRODUCTION) keys.add(key);
    }
    const wanted = `${everything}:${[...keys].join()}`;
    if (wanted !== wantedNow) {
      wantedNow = wanted;
      transport.want(keys, everything);
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
      if (serial !== undefined && number !== serial) transport.forget();
      serial = number;
    }
  }

  function tellLeftOut(news: readonly LeftOutNews[]): void {
    const others = news.filter(({ state }) => state !== 'missing').map(({ key }) => key);
    if (others.length > 0) interest.tellLeftOut(others, leftOut);
    for (const listener of [...leftOutListeners]) listener(news);
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
    const gone = watcher.leftOut && namesLeftOut(names === 'all' ? undefined : namesByKey(names), leftOut);
    if (gone && gone.length > 0) watcher.leftOut?.(gone);
  }

  function failure(cause: unknown): ChargerError {
    const error = cause instanceof TransportError ? cause : new TransportError('PROTOCOL', String(cause));
    return new ChargerError(error.code, redactText(`${name()}: ${error.message}`), { reason: error.reason });
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
      if (transport.pushes) transport.open();
      let stopped = false;
      return () => {
        if (stopped) return;
        stopped = true;
        users -= 1;
        stop();
        settleWants();
      };
    },
    onLeftOut(listener) {
      leftOutListeners.add(listener);
      return () => leftOutListeners.delete(listener);
    },
    onHappening: happenings.add,
    leftOutKeys: () => [...leftOut.keys()],
    knownKeys: () => [...known.keys()],
    known: view,
    read,
    write: writing.write,
    close() {
      closed ??= (async () => {
        writing.close();
        closing.abort();
        happenings.close();
        await transport.close();
      })();
      return closed;
    },
  };
}
