/** Search for chargers on the local network by multicast DNS: queries on every network this machine is in [RFC 6762]. */
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { MulticastDNS } from 'multicast-dns';
import type { Signal } from '../abort-signal';
import { ChargerError } from '../errors';
import { createAnnouncements, type DnsQuestion, type DnsRecord } from './announcements';
import type { Found } from './found';

export interface NetworkSearch {
  /** Length of the search. Default 2500. */
  timeoutMs?: number;
  /** Called for each charger as soon as its address is known. */
  onFound?(found: Found): void;
  /** Ends the search early; what was found by then counts. */
  signal?: Signal;
  /** Another port, group or networks than usual, for tests. `interfaces` are this machine's own addresses. */
  mdns?: { port?: number; interfaces?: readonly string[]; ip?: string };
}

const MDNS_PORT = 5353;
/** Length of a search: devices answer within 120 ms, and sleeping ones later [RFC 6762, our choice]. */
const NETWORK_SEARCH_MS = 2500;
/** Times of the queries in a search: repeated, because radio loses packets and a sleeping device misses the first [our choice]. */
const QUERY_AT_MS = [0, 350, 1200];
const MOST_INTERFACES = 8;
const QUESTIONS_A_PACKET = 15;
/** Details are queried as names come in; a flood of names must not become a flood of queries. */
const MOST_FOLLOW_UPS = 20;

/**
 * Finds the chargers on the local network.
 * @returns what was found, in no particular order; an empty list where multicast does not get through, as in most containers
 * @throws ChargerError OFFLINE when this machine cannot send multicast at all
 */
export async function findOnNetwork(search: NetworkSearch = {}): Promise<Found[]> {
  const { port = MDNS_PORT, interfaces = ownAddresses(), ip } = search.mdns ?? {};
  const announcements = createAnnouncements();
  /** Addresses of the chargers that `onFound` was called for. */
  const reported = new Set<string>();
  let followUps = 0;
  let followUp: NodeJS.Immediate | undefined;

  const sockets: MulticastDNS[] = [];
  const opened = interfaces
    .slice(0, MOST_INTERFACES)
    .map((address) => openSocket({ address, port, ip }, received).then((socket) => socket && sockets.push(socket)));
  const query = (questions: readonly DnsQuestion[]) => {
    for (let at = 0; at < questions.length; at += QUESTIONS_A_PACKET)
      for (const socket of sockets) socket.query({ questions: questions.slice(at, at + QUESTIONS_A_PACKET) });
  };

  function received(records: readonly DnsRecord[], from: string): void {
    announcements.add(records, from);
    for (const found of search.onFound ? announcements.chargers() : []) {
      if (reported.has(found.address)) continue;
      reported.add(found.address);
      search.onFound?.(found);
    }
    if (followUp || followUps >= MOST_FOLLOW_UPS) return;
    followUp = setImmediate(() => {
      followUp = undefined;
      const { missing } = announcements.questions();
      if (missing.length > 0) followUps += 1;
      query(missing);
    });
  }

  try {
    await Promise.all(opened);
    if (sockets.length === 0)
      throw new ChargerError('OFFLINE', 'This machine cannot search its network: multicast is not possible here');
    const timeoutMs = search.timeoutMs ?? NETWORK_SEARCH_MS;
    let passedMs = 0;
    for (const atMs of [...QUERY_AT_MS.filter((each) => each < timeoutMs), timeoutMs]) {
      await delay(atMs - passedMs, undefined, { signal: search.signal });
      passedMs = atMs;
      if (atMs === timeoutMs) break;
      const { types, missing } = announcements.questions();
      query([...types, ...missing]);
    }
  } catch (error) {
    if (!search.signal?.aborted) throw error;
  } finally {
    if (followUp) clearImmediate(followUp);
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.destroy(() => resolve()))));
  }
  return announcements.chargers();
}

/** One address of each network this machine is in; loopback last, where simulated chargers are. */
function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => {
    const first = addresses?.find(({ family }) => family === 'IPv4');
    return first ? [first] : [];
  });
  return all.sort((a, b) => Number(a.internal) - Number(b.internal)).map(({ address }) => address);
}

/**
 * Opens a socket on one network. Where another program keeps the port for itself, the socket gets another port: devices then
 * answer to it directly [RFC 6762, 6.7].
 * @returns undefined where it is not possible
 */
async function openSocket(
  { address, port, ip }: { address: string; port: number; ip?: string },
  received: (records: readonly DnsRecord[], from: string) => void,
): Promise<MulticastDNS | undefined> {
  // Loaded by the first search: nothing else needs it.
  const multicastDns: typeof import('multicast-dns') = require('multicast-dns');
  for (const bind of ['0.0.0.0', false as const]) {
    const socket = multicastDns({ port, ip, interface: address, bind });
    const isReady = await new Promise<boolean>((resolve) => {
      socket.once('ready', () => resolve(true));
      socket.on('error', () => resolve(false));
    });
    if (!isReady) {
      socket.destroy();
      continue;
    }
    // A packet that cannot be read, or a network that is gone, is no error of the search.
    socket.on('warning', () => {});
    socket.on('response', ({ answers, additionals }, from) => {
      // A response from another port is not multicast DNS [RFC 6762, 6].
      if (from.port === port) received([...answers, ...additionals] as DnsRecord[], from.address);
    });
    return socket;
  }
  return undefined;
}
