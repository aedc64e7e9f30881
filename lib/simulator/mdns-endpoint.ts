/**
 * The announcement by multicast DNS: as a web server with the data of the charger in TXT, and as a service type of the vendor
 * [the vendor, in replies to owners]. Only on the loopback interface unless another is given.
 */
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Answer } from 'dns-packet';
import type { EndpointContext } from './endpoint-context';
import type { AnnounceOptions } from './simulator.types';

export interface MdnsEndpoint {
  close(): Promise<void>;
}

const ALL_TYPES = '_services._dns-sd._udp.local';
const HTTP = '_http._tcp.local';
/** The lifetime of a record in the cache of a resolver [RFC 6762]. */
const TTL_S = 120;

/** Announces the charger until it is closed. @throws Error where multicast is not possible */
export async function announceByMdns(
  context: EndpointContext,
  { port, ip, interface: network, httpPort }: AnnounceOptions & { httpPort: number },
): Promise<MdnsEndpoint> {
  // Loaded with the first announcement: most simulators have none.
  const multicastDns: typeof import('multicast-dns') = require('multicast-dns');
  const own = network === '0.0.0.0' ? undefined : (network ?? '127.0.0.1');
  const mdns = multicastDns({ port, ip, interface: own, bind: '0.0.0.0' });
  await new Promise<void>((resolve, reject) => {
    mdns.once('ready', () => resolve());
    mdns.once('error', (error) => {
      mdns.destroy();
      reject(error);
    });
  });
  mdns.on('error', () => {});
  mdns.on('warning', () => {});
  mdns.on('query', ({ questions }, from) => {
    if (context.isDown) return;
    const all = records(context, own ?? networkAddress(), httpPort);
    const asked = new Set(questions.map(({ name, type }) => `${type} ${name.toLowerCase()}`));
    const answers = all.filter((record) => asked.has(`${record.type} ${record.name.toLowerCase()}`));
    if (answers.length === 0) return;
    const additionals = all.filter((record) => !answers.includes(record) && record.type !== 'PTR');
    // A query from another port is of a simple resolver, which needs a unicast response [RFC 6762].
    mdns.respond({ answers, additionals }, from.port === (port ?? 5353) ? undefined : from);
  });
  return { close: () => new Promise((resolve) => mdns.destroy(() => resolve())) };
}

/** The DNS records of the charger. */
function records({ device }: EndpointContext, address: string, httpPort: number): Answer[] {
  const { serial, name } = device.identity;
  const text = (key: string, otherwise: string) => String(device.values.get(key) ?? otherwise);
  // The type of a controller differs from its `typ` [goecharger/go-eCharger-API-v2#108].
  const type = device.model.kind === 'controller' ? 'controller' : text('typ', 'go-eCharger');
  const subtype = device.values.get('styp');
  const host = `${text('host', `go-echarger_${serial}`)}.local`;
  const data = {
    serial,
    manufacturer: 'go-e',
    devicetype: type,
    ...(typeof subtype === 'string' ? { devicesubtype: subtype } : {}),
    friendly_name: text('fna', name),
  };
  return [HTTP, `_go-e_${type}._tcp.local`].flatMap((service): Answer[] => {
    const instance = `${type}_${serial}.${service}`;
    return [
      { name: ALL_TYPES, type: 'PTR', ttl: TTL_S, data: service },
      { name: service, type: 'PTR', ttl: TTL_S, data: instance },
      { name: instance, type: 'SRV', ttl: TTL_S, data: { target: host, port: httpPort } },
      { name: instance, type: 'TXT', ttl: TTL_S, data: Object.entries(data).map((pair) => pair.join('=')) },
      ...(service === HTTP ? [{ name: host, type: 'A' as const, ttl: TTL_S, data: address }] : []),
    ];
  });
}

/** The address of this machine on its network. */
function networkAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ address, internal }) => !internal && isIPv4(address))?.address ?? '127.0.0.1';
}
