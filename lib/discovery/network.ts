/** Finding chargers on the local network by multicast DNS: asks on every network this machine is in, and listens. */
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { MulticastDNS } from 'multicast-dns';
import type { Signal } from '../abort-signal';
import { ChargerError } from '../errors';
import { createAnnouncements, type DnsQuestion, type DnsRecord } from './announcements';
import type { Found } from './found';

export interface NetworkSearch {
  /** How long to listen. Default 2500. */
  timeoutMs?: number;
  /** Told of each charger as soon as it is known where it is. */
  onFound?(found: Found): void;
  /** Ends the search early; what was found by then counts. */
  signal?: Signal;
  /** Another port, group or networks than usual, for tests. `interfaces` are this machine's own addresses. */
  mdns?: { port?: number; interfaces?: readonly string[]; ip?: string };
}

const MDNS_PORT = 5353;
/** Asked again, because the radio loses packets and sleeping devices miss the first. */
const ASK_AT_MS = [0, 350, 1200];
const MOST_INTERFACES = 8;
const QUESTIONS_A_PACKET = 15;
/** Details are asked for as names come in, but not for ever. */
const MOST_FOLLOW_UPS = 20;

/**
 * @returns what was found, in no particular order; an empty list where multicast does not get through, as in most containers
 * @throws ChargerError OFFLINE when this machine cannot send multicast at all
 */
export async function findOnNetwork(search: NetworkSearch = {}): Promise<Found[]> {
  const port = search.mdns?.port ?? (Number(process.env.GOE_MDNS_PORT) || MDNS_PORT);
  const addresses = (search.mdns?.interfaces ?? ownAddresses()).slice(0, MOST_INTERFACES);
  const announcements = createAnnouncements();
  const told = new Set<string>();
  let followUps = 0;
  let followUp: NodeJS.Immediate | undefined;

  const ears: MulticastDNS[] = [];
  const ready = addresses.map((address) => listen(address, port, search.mdns?.ip, heard, ears));
  const ask = (questions: readonly DnsQuestion[]) => {
    for (let at = 0; at < questions.length; at += QUESTIONS_A_PACKET)
      for (const ear of ears) ear.query({ questions: questions.slice(at, at + QUESTIONS_A_PACKET) });
  };

  function heard(records: readonly DnsRecord[], from: string): void {
    announcements.take(records, from);
    for (const found of search.onFound ? announcements.chargers() : []) {
      if (told.has(found.address)) continue;
      told.add(found.address);
      search.onFound?.(found);
    }
    if (followUp || followUps >= MOST_FOLLOW_UPS) return;
    followUp = setImmediate(() => {
      followUp = undefined;
      const { missing } = announcements.questions();
      if (missing.length > 0) followUps += 1;
      ask(missing);
    });
  }

  try {
    const isReady = await Promise.all(ready);
    if (!isReady.includes(true))
      throw new ChargerError('OFFLINE', 'This machine cannot search its network: multicast is not possible here');
    const timeoutMs = search.timeoutMs ?? 2500;
    let passedMs = 0;
    for (const atMs of [...ASK_AT_MS.filter((each) => each < timeoutMs), timeoutMs]) {
      await delay(atMs - passedMs, undefined, { signal: search.signal });
      passedMs = atMs;
      if (atMs === timeoutMs) break;
      const { types, missing } = announcements.questions();
      ask([...types, ...missing]);
    }
  } catch (error) {
    if (!search.signal?.aborted) throw error;
  } finally {
    if (followUp) clearImmediate(followUp);
    await Promise.all(ears.map((ear) => new Promise<void>((resolve) => ear.destroy(() => resolve()))));
  }
  return announcements.chargers();
}

/** One address of each network this machine is in; its own last, where simulated chargers are. */
function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => {
    const first = addresses?.find(({ family }) => family === 'IPv4');
    return first ? [first] : [];
  });
  return all.sort((a, b) => Number(a.internal) - Number(b.internal)).map(({ address }) => address);
}

/**
 * Opens a socket on one network. Where the port cannot be shared, another one does: devices then answer to it directly.
 * @returns whether it worked
 */
async function listen(
  address: string,
  port: number,
  ip: string | undefined,
  heard: (records: readonly DnsRecord[], from: string) => void,
  ears: MulticastDNS[],
): Promise<boolean> {
  // Loaded only here: who never searches does not pay for it.
  const multicastDns: typeof import('multicast-dns') = require('multicast-dns');
  for (const bind of ['0.0.0.0', false as const]) {
    const ear = multicastDns({ port, ip, interface: address, bind });
    const works = await new Promise<boolean>((resolve) => {
      ear.once('ready', () => resolve(true));
      ear.on('error', () => resolve(false));
    });
    if (!works) {
      ear.destroy();
      continue;
    }
    // What cannot be read, and networks that went away meanwhile.
    ear.on('warning', () => {});
    ear.on('response', ({ answers, additionals }, from) => {
      // Answers from any other port are no multicast DNS [RFC 6762].
      if (from.port === port) heard([...answers, ...additionals] as DnsRecord[], from.address);
    });
    ears.push(ear);
    return true;
  }
  return false;
}
