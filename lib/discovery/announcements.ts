/**
 * Announcements of devices by multicast DNS, joined from their records: which services there are (PTR), where each is (SRV, A)
 * and what it says about itself (TXT) [RFC 6763]. Anybody on the network can send anything, so everything is bounded and checked.
 */
import { isIPv4 } from 'node:net';
import { plainText, serialText } from '../plain-text';
import { isControllerType } from '../transport/device-kind';
import { type Found, MOST_FOUND, modelNamed } from './found';

/** A DNS record as `multicast-dns` decodes it; `data` depends on its type. */
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
  /** Adds the records of one response. @param from the address they came from */
  add(records: readonly DnsRecord[], from: string): void;
  /** Questions for the next query: which services there are, and what is missing of those that were named. */
  questions(): { types: DnsQuestion[]; missing: DnsQuestion[] };
  chargers(): Found[];
}

interface Service {
  /** As it is spelt on the network: it is queried with the same letters. */
  name: string;
  /** As the vendor spells them: upper and lower case mean the same [RFC 6762, 16]. */
  types: Set<string>;
  host?: string;
  port?: number;
  text?: Map<string, string>;
  /** Address that sent the SRV record; a charger sends its own. */
  from?: string;
}

const ALL_TYPES = '_services._dns-sd._udp.local';
const HTTP_SERVICE = '_http._tcp.local';
/** Service types of chargers: one for each family, and newer ones may have others [goecharger/go-eCharger-API-v2#108]. */
const FAMILY = /^_go-e_(go-echarger\w*)\._tcp\.local$/i;
const FAMILIES = ['go-eCharger', 'go-eCharger_V4', 'go-eCharger_V5', 'go-eCharger_Phoenix', 'go-eCharger_Pro'];
/** Limits: printers and cameras announce `_http._tcp` too. */
const MOST = { types: 20, services: 256, hosts: 256, addresses: 16, textBytes: 1300 };

export function createAnnouncements(): Announcements {
  const types = new Map(
    [ALL_TYPES, HTTP_SERVICE, ...FAMILIES.map((family) => `_go-e_${family}._tcp.local`)].map(spelt),
  );
  const services = new Map<string, Service>();
  const hosts = new Map<string, Set<string>>();

  function addPointer(type: string, target: string): void {
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

  function addDetail(service: Service, { type, data }: DnsRecord, from: string): void {
    if (type === 'TXT') service.text = textEntries(data);
    if (type !== 'SRV') return;
    const { target, port } = (data ?? {}) as { target?: unknown; port?: unknown };
    if (typeof target !== 'string' || target.length > 255 || !isPort(port)) return;
    Object.assign(service, { host: target, port, from });
  }

  return {
    add(records, from) {
      // Pointers first: the other records are about the services they name, in whatever order they came.
      for (const { name, type, ttl, data } of records)
        if (type === 'PTR' && ttl !== 0 && isDnsName(name) && isDnsName(data)) addPointer(name.toLowerCase(), data);
      for (const record of records) {
        if (record.ttl === 0 || !isDnsName(record.name)) continue;
        const name = record.name.toLowerCase();
        if (record.type === 'A' && typeof record.data === 'string' && isIPv4(record.data))
          addAddress(bounded(hosts, MOST.hosts, name, new Set<string>()), record.data);
        const service = services.get(name);
        if (service) addDetail(service, record, from);
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
      // The API is at the address announced as HTTP; a family's own service may be something else.
      const httpFirst = [...services.values()].sort(
        (a, b) => Number(b.types.has(HTTP_SERVICE)) - Number(a.types.has(HTTP_SERVICE)),
      );
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

/** The charger that announces a service; undefined where it is something else, or its address is not known. */
function chargerOf(service: Service, addresses: ReadonlySet<string> | undefined): Found | undefined {
  const { host = '', port, from = '', text = new Map<string, string>() } = service;
  const family = [...service.types].map((type) => FAMILY.exec(type)?.[1]).find((each) => each !== undefined);
  const device = text.get('devicetype') ?? '';
  const hostSerial = /^go-echarger[_-](\d+)\.local$/i.exec(host)?.[1];
  const maker = /^go-?e\b/i.test(text.get('manufacturer') ?? '');
  // A go-e Controller has the same manufacturer, and not always a device type.
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

/** Entries of a TXT record: a list of `name=value` [RFC 6763, 6.3]. */
function textEntries(data: unknown): Map<string, string> {
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

/** The entry of a map, created where there is room for it; undefined when the map is full. */
function bounded<T>(map: Map<string, T>, most: number, name: string, created: T): T | undefined {
  const entry = map.get(name);
  if (entry !== undefined || map.size >= most) return entry;
  map.set(name, created);
  return created;
}
