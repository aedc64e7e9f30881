/** The charger client: puts together transport, value store, subscriptions, reading, writing and happenings of one charger. */
import { ChargerError } from '../errors';
import { redactText } from '../keys';
import { TransportError } from '../transport/transport';
import { createAvailability } from './availability';
import type { Charger, ChargerOptions } from './charger.types';
import { createTransport, pollIntervalMsOf, timeoutMsOf } from './connect';
import { deliveryOf } from './delivery';
import { createFreshness } from './freshness';
import { createHappenings } from './happenings';
import { createIdentity } from './identity';
import { createLeftOutKeys } from './left-out';
import { createReading } from './reading';
import { createReceiver } from './receiver';
import { createSubscriptions } from './subscriptions';
import { createValueStore } from './value-store';
import { createWants } from './wants';
import { createWatching } from './watching';
import { createWriting } from './writing';

/** Highest age of a polled value that is still the latest, in polls: a poll may be answered a little late. */
const LATEST_POLLS = 1.5;

/**
 * Makes the client of one charger. It opens nothing yet: the connection is made when something is wanted.
 * @throws ChargerError INVALID when the options cannot work
 */
export function createCharger(options: ChargerOptions): Charger {
  const closing = new AbortController();
  const { name, serial, firmware, learn } = createIdentity(options);
  const failure = (cause: unknown) => chargerError(name(), cause);
  const intervalMs = pollIntervalMsOf(options);
  const store = createValueStore();
  const subscriptions = createSubscriptions((key) => store.get(key)?.value);
  const leftOut = createLeftOutKeys(store, intervalMs, subscriptions.isWantedByName);
  const availability = createAvailability((now, before) => {
    if (now.state === before.state) return;
    if (before.state === 'online') store.connectionLost();
    happenings.availability(now);
  });

  const transport = createTransport(options, {
    values: (reported, live, asked) => receive(reported, live, asked),
    up: () => (wants.isReachabilityWanted() ? availability.online() : undefined),
    down(error) {
      if (wants.isReachabilityWanted()) availability.offline(error.code, redactText(error.message), error.reason);
    },
  });
  const delivery = deliveryOf(transport);
  const freshness = createFreshness({
    delivery,
    latestMs: intervalMs * LATEST_POLLS,
    availability: () => availability.current.state,
    isOutdated: store.isOutdated,
    isLeftOut: leftOut.has,
    isSubscribed: subscriptions.wants,
    isKeptUpToDate: (key) => wants.isAsked && (subscriptions.wants(key) || writing.writtenKeys.has(key)),
  });
  const parts = { transport, delivery, store, subscriptions, leftOut, availability, freshness };
  const shared = { ...parts, closing: closing.signal, timeoutMs: timeoutMsOf(options), name };

  const { known, read } = createReading({ ...shared, latestMs: intervalMs * LATEST_POLLS, failure });
  const writing = createWriting({
    ...shared,
    isLeftOut: leftOut.has,
    readOnly: options.readOnly,
    allowCaution: options.allowCaution,
    firmware,
    closedError: () => failure(new TransportError('CLOSED', 'the flow was redeployed or stopped')),
    isSubscribed: subscriptions.wants,
    enter() {
      wants.enter();
      return wants.users === 1;
    },
    leave() {
      wants.leave();
      if (wants.users === 0) wants.update();
    },
    updateWants: () => wants.update(),
  });
  const wants = createWants({ ...shared, writtenKeys: writing.writtenKeys });
  const watching = createWatching({ ...parts, wants, known });
  const happenings = createHappenings({
    watch: watching.watch,
    firmware,
    restarted: () => transport.forget(),
    isOwnWrite: writing.isOwnWrite,
    settleMs: delivery.settleMs,
  });
  const receive = createReceiver({
    ...parts,
    learn(values) {
      if (learn(values)) transport.forget();
    },
    happenings,
    watching,
    writing,
  });

  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    writing.close();
    closing.abort();
    happenings.close();
    await transport.close();
  }

  return {
    get identity() {
      return { name: name(), serial: serial(), connection: options.connection };
    },
    get availability() {
      return availability.current;
    },
    get firmware() {
      return firmware();
    },
    watch: watching.watch,
    onAvailability: watching.onAvailability,
    onLeftOut: watching.onLeftOut,
    onHappening: happenings.add,
    leftOutKeys: () => [...leftOut.keys()],
    knownKeys: () => [...store.keys()],
    known,
    read,
    write: writing.write,
    close() {
      closed ??= close();
      return closed;
    },
  };
}

function chargerError(name: string, cause: unknown): ChargerError {
  const error = cause instanceof TransportError ? cause : new TransportError('PROTOCOL', String(cause));
  return new ChargerError(error.code, redactText(`${name}: ${error.message}`), { reason: error.reason });
}
