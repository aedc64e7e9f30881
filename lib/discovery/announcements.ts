/**
 * What devices announce by multicast DNS, put together: which services there are (PTR), where each is (SRV, A) and what
 * it says of itself (TXT). Anybody on the network can send anything, so everything is bounded and checked.
 */
import { isIPv4 } from 'node:net';
import { plainText, serialText } from '../plain-text';
import { isControllerType } from '../transport/device-kind';
import { type Found, MOST_FOUND, modelNamed } from './found';

/** A record as it was decoded; `data` is whatever its type makes of it. */
export interface DnsRecord {
  name: string;
  type: string;
  ttl?: number;
  data?: unknown;
}

export interface DnsQuestion {
  name: string;
  type: 'PTR' | 'SRV' | 'TXT' | 'A';
}

export interface Announcements {
  /** @param from the address the records came from */
  take(records: readonly DnsRecord[], from: string): void;
  /** What is to be asked: which services there are, and what is still missing about those that were named. */
  questions(): { types: DnsQuestion[]; missing: DnsQuestion[] };
  chargers(): Found[];
}

interface Service {
  /** As it is spelt on the network: asked for the same way. */
  name: string;
  /** In the vendor's spelling: names on the network have no case. */
  types: Set<string>;
  host?: string;
  port?: number;
  text?: Map<string, string>;
  /** Who told where it is; chargers speak for themselves. */
  from?: string;
}

const ALL_TYPES = '_services._dns-sd._udp.local';
const HTTP = '_http._tcp.local';
/** Announced by chargers [the vendor, in answers to owners]; each family has its own, and may get others. */
const FAMILY = /^_go-e_(go-echarger\w*)\._tcp\.local$/i;
const FAMILIES = ['go-eCharger', 'go-eCharger_V4', 'go-eCharger_V5', 'go-eCharger_Phoenix', 'go-eCharger_Pro'];
/** Printers and cameras announce `_http._tcp` too. */
const MOST = { types: 20, services: 256, hosts: 256, addresses: 16, textBytes: 1300 };

export function createAnnouncements(): Announcements {
  const types = new Map([ALL_TYPES, HTTP, ...FAMILIES.map((family) => `_go-e_${family}._tcp.local`)].map(spelt));
  const services = new Map<string, Service>();
  const hosts = new Map<string, Set<string>>();

  function pointer(type: string, target: string): void {
    if (type === ALL_TYPES) {
      if (FAMILY.test(target)) bounded(types, MOST.types, ...spelt(target));
      return;
    }
    const asAnnounced = types.get(type);
    if (!asAnnounced || !target.toLowerCase().endsWith(`.${type}`)) return;
    bounded(services, MOST.services, target.toLowerCase(), { name: target, types: new Set<string>() })?.types.add(
      asAnnounced,
    );
  }

  function detail(service: Service, { type, data }: DnsRecord, from: string): void {
    if (type === 'TXT') service.text = texts(data);
    if (type !== 'SRV') return;
    const { target, port } = (data ?? {}) as { target?: unknown; port?: unknown };
    if (typeof target !== 'string' || target.length > 255 || !isPort(port)) return;
    Object.assign(service, { host: target, port, from });
  }

  return {
    take(records, from) {
      // Pointers first: the services they name are what the other records are about, in whatever order they came.
      for (const { name, type, ttl, data } of records)
        if (type === 'PTR' && ttl !== 0 && isDnsName(name) && isDnsName(data)) pointer(name.toLowerCase(), data);
      for (const record of records) {
        if (record.ttl === 0 || !isDnsName(record.name)) continue;
        const name = record.name.toLowerCase();
        if (record.type === 'A' && typeof record.data === 'string' && isIPv4(record.data))
          addAddress(bounded(hosts, MOST.hosts, name, new Set<string>()), record.data);
        const service = services.get(name);
        if (service) detail(service, record, from);
      }
    },

    questions() {
      const missing: DnsQuestion[] = [];
      for (const { name, host, text } of services.values()) {
        if (!host) missing.push({ name, type: 'SRV' });
        if (!text) missing.push({ name, type: 'TXT' });
        if (host && !hosts.has(host.toLowerCase())) missing.push({ name: host, type: 'A' });
      }
      return { types: [...types.values()].map((name) => ({ name, type: 'PTR' })), missing };
    },

    chargers() {
      const found = new Map<string, Found>();
      // The address of the API is the one announced as HTTP; a family's own service may be about something else.
      const httpFirst = [...services.values()].sort((a, b) => Number(b.types.has(HTTP)) - Number(a.types.has(HTTP)));
      for (const service of httpFirst) {
        const charger = chargerOf(service, hosts.get(service.host?.toLowerCase() ?? ''));
        if (!charger || found.size >= MOST_FOUND) continue;
        const same = charger.serial || charger.address;
        const known = found.get(same);
        if (!known) found.set(same, charger);
        else if (!known.model) known.model = charger.model;
      }
      return [...found.values()];
    },
  };
}

/** The charger behind a service, or undefined where it is something else or not known where. */
function chargerOf(service: Service, addresses: ReadonlySet<string> | undefined): Found | undefined {
  const { host = '', port, from = '', text = new Map<string, string>() } = service;
  const family = [...service.types].map((type) => FAMILY.exec(type)?.[1]).find((each) => each !== undefined);
  const device = text.get('devicetype') ?? '';
  const hostSerial = /^go-echarger[_-](\d+)\.local$/i.exec(host)?.[1];
  const maker = /^go-?e\b/i.test(text.get('manufacturer') ?? '');
  // The go-e Controller is by the same maker and no charger; it need not say what it is.
  const isController = /controller/i.test(device) || [host, service.name].some(isControllerType);
  const isCharger = family || hostSerial || /^go-echarger/i.test(device) || (maker && !isController);
  const address = addresses?.has(from) ? from : ([...(addresses ?? [])][0] ?? (isIPv4(from) ? from : undefined));
  if (!isCharger || !address || port === undefined) return undefined;
  const serial = serialText(text.get('serial')) || serialText(hostSerial);
  const instance = plainText(service.name.replace(/\._[^.]+\._tcp\.local$/i, ''));
  return {
    name: plainText(text.get('friendly_name')) || instance || serial,
    serial,
    model: modelNamed(device || family, text.get('devicesubtype')),
    address: port === 80 ? address : `${address}:${port}`,
    connection: 'http',
  };
}

/** A TXT record is a list of `name=value`. */
function texts(data: unknown): Map<string, string> {
  const result = new Map<string, string>();
  let bytes = 0;
  for (const part of Array.isArray(data) ? data : [data]) {
    const text = Buffer.isBuffer(part) ? part.toString() : typeof part === 'string' ? part : '';
    bytes += text.length;
    const at = text.indexOf('=');
    if (bytes > MOST.textBytes || at < 1) continue;
    const name = text.slice(0, at).toLowerCase();
    if (!result.has(name)) result.set(name, text.slice(at + 1));
  }
  return result;
}

function addAddress(addresses: Set<string> | undefined, address: string): void {
  if (addresses && addresses.size < MOST.addresses) addresses.add(address);
}

const spelt = (name: string): [string, string] => [name.toLowerCase(), name];
const isDnsName = (name: unknown): name is string => typeof name === 'string' && name !== '' && name.length <= 255;
const isPort = (port: unknown): port is number => Number.isInteger(port) && Number(port) > 0 && Number(port) <= 65535;

/** The entry of a map that does not grow beyond its bound; undefined when it is full. */
function bounded<T>(map: Map<string, T>, most: number, name: string, fresh: T): T | undefined {
  const entry = map.get(name);
  if (entry !== undefined || map.size >= most) return entry;
  map.set(name, fresh);
  return fresh;
}
