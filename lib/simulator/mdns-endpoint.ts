/**
 * The charger announcing itself by multicast DNS: as a web server with its data in TXT, and as a service of its own family
 * [the vendor, in answers to owners]. On this machine's own network only, unless told otherwise.
 */
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Answer } from 'dns-packet';
import type { Host } from './host';
import type { AnnounceOptions } from './simulator.types';

export interface MdnsEndpoint {
  close(): Promise<void>;
}

const ALL_TYPES = '_services._dns-sd._udp.local';
const HTTP = '_http._tcp.local';
const TTL_S = 120;

/** @throws Error when multicast is not possible here */
export async function announceByMdns(
  host: Host,
  { port, ip, interface: network, httpPort }: AnnounceOptions & { httpPort: number },
): Promise<MdnsEndpoint> {
  // Loaded only here: who never announces does not pay for it.
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
    if (host.down) return;
    const all = records(host, own ?? networkAddress(), httpPort);
    const asked = new Set(questions.map(({ name, type }) => `${type} ${name.toLowerCase()}`));
    const answers = all.filter((record) => asked.has(`${record.type} ${record.name.toLowerCase()}`));
    if (answers.length === 0) return;
    const additionals = all.filter((record) => !answers.includes(record) && record.type !== 'PTR');
    // Who asks from another port is no responder itself and is answered directly.
    mdns.respond({ answers, additionals }, from.port === (port ?? 5353) ? undefined : from);
  });
  return { close: () => new Promise((resolve) => mdns.destroy(() => resolve())) };
}

function records({ device }: Host, address: string, httpPort: number): Answer[] {
  const { serial, name } = device.identity;
  const told = (key: string, otherwise: string) => String(device.values.get(key) ?? otherwise);
  // A controller calls itself otherwise here than in `typ` [goecharger/go-eCharger-API-v2#108].
  const type = device.model.is === 'controller' ? 'controller' : told('typ', 'go-eCharger');
  const subtype = device.values.get('styp');
  const host = `${told('host', `go-echarger_${serial}`)}.local`;
  const data = {
    serial,
    manufacturer: 'go-e',
    devicetype: type,
    ...(typeof subtype === 'string' ? { devicesubtype: subtype } : {}),
    friendly_name: told('fna', name),
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

/** The address others on the network know this machine by. */
function networkAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ address, internal }) => !internal && isIPv4(address))?.address ?? '127.0.0.1';
}
