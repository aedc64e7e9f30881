import assert from 'node:assert/strict';
import { createAnnouncements, type DnsRecord } from '../../../lib/discovery/announcements';

const HTTP = '_http._tcp.local';

interface Device {
  instance: string;
  type?: string;
  host?: string;
  port?: number;
  address?: string;
  text?: string[];
}

function records({ instance, type = HTTP, host = `${instance}.local`, port = 80, address, text }: Device): DnsRecord[] {
  const name = `${instance}.${type}`;
  return [
    { name: type, type: 'PTR', ttl: 120, data: name },
    { name, type: 'SRV', ttl: 120, data: { target: host, port } },
    ...(text ? [{ name, type: 'TXT', ttl: 120, data: text.map((each) => Buffer.from(each)) }] : []),
    ...(address ? [{ name: host, type: 'A', ttl: 120, data: address }] : []),
  ];
}

const GARAGE: Device = {
  instance: 'go-eCharger_123456',
  host: 'go-echarger_123456.local',
  address: '192.168.1.20',
  text: ['serial=123456', 'manufacturer=go-e', 'devicetype=go-eCharger_V4', 'friendly_name=Garage'],
};

function found(...devices: DnsRecord[][]) {
  const announcements = createAnnouncements();
  for (const each of devices) announcements.add(each, '192.168.1.99');
  return announcements.chargers();
}

describe('Announcements on the network', () => {
  it('show a charger with its name, serial number, model and address', () => {
    assert.deepEqual(found(records(GARAGE)), [
      {
        name: 'Garage',
        serial: '123456',
        model: 'go-e Charger Gemini',
        address: '192.168.1.20',
        connection: 'http',
      },
    ]);
  });

  it('tell a PRO from a CORE by the subtype, also where only the family names the model', () => {
    const model = (type: string | undefined, ...text: string[]) => {
      const device = { ...GARAGE, text: ['serial=123456', 'manufacturer=go-e', ...text], ...(type && { type }) };
      return found(records(device))[0]?.model;
    };
    const phoenix = 'devicetype=go-eCharger_Phoenix';
    assert.equal(model(undefined, phoenix, 'devicesubtype=pro'), 'go-e Charger PRO');
    assert.equal(model(undefined, phoenix, 'devicesubtype=core_cable'), 'go-e Charger CORE');
    assert.equal(model('_go-e_go-eCharger_Phoenix._tcp.local', 'devicesubtype=pro'), 'go-e Charger PRO');
    assert.equal(model('_go-e_go-eCharger_Pro._tcp.local'), 'go-e Charger PRO');
    assert.equal(model(undefined, phoenix), 'go-e Charger CORE / PRO');
  });

  it('are understood in any order and spelling', () => {
    const [pointer, ...rest] = records(GARAGE);
    const shouting = rest.map((record) => ({ ...record, name: record.name.toUpperCase() }));
    assert.equal(found([...shouting.reverse(), pointer!])[0]?.address, '192.168.1.20');
  });

  it('of printers, of other devices by the same manufacturer and of unknown ones are no chargers', () => {
    const printer = { instance: 'Printer', address: '192.168.1.3', text: ['serial=123456', 'ty=Laser'] };
    const controller = { instance: 'c', address: '192.168.1.4', text: ['manufacturer=go-e', 'devicetype=controller'] };
    assert.deepEqual(found(records(printer), records(controller), records({ instance: 'x' })), []);
    const silent = { instance: 'go-eController_916791', address: '192.168.1.5', text: ['manufacturer=go-e'] };
    assert.deepEqual(found(records(silent)), []);
  });

  it('of one charger as a web server and as its family are one charger, at the address of the web server', () => {
    const family = { ...GARAGE, type: '_go-e_go-eCharger_V4._tcp.local', port: 9999 };
    const chargers = found(records(family), records({ ...GARAGE, port: 8080 }));
    assert.deepEqual(
      chargers.map(({ address }) => address),
      ['192.168.1.20:8080'],
    );
  });

  it('of a family that is not known yet are found by the list of all services', () => {
    const type = '_go-e_go-eCharger_V9._tcp.local';
    const announcements = createAnnouncements();
    announcements.add([{ name: '_services._dns-sd._udp.local', type: 'PTR', ttl: 10, data: type }], '10.0.0.9');
    assert.ok(announcements.questions().types.some(({ name }) => name === type));
    announcements.add(records({ instance: 'new', type, port: 80 }), '10.0.0.9');
    assert.deepEqual(announcements.chargers(), [
      { name: 'new', serial: '', model: 'go-eCharger_V9', address: '10.0.0.9', connection: 'http' },
    ]);
  });

  it('that are incomplete are queried, and what is known is not queried again', () => {
    const announcements = createAnnouncements();
    const [pointer, place, text, address] = records(GARAGE);
    const missing = () => announcements.questions().missing.map(({ type }) => type);
    announcements.add([pointer!], '10.0.0.9');
    assert.deepEqual(missing(), ['SRV', 'TXT']);
    announcements.add([place!, text!], '10.0.0.9');
    assert.deepEqual(missing(), ['A']);
    announcements.add([address!], '10.0.0.9');
    assert.deepEqual(missing(), []);
  });

  it('prefer the address that the charger sends from, of several it has', () => {
    const second = { name: GARAGE.host!, type: 'A', ttl: 120, data: '192.168.1.99' };
    assert.equal(found([...records(GARAGE), second])[0]?.address, '192.168.1.99');
  });

  it('that withdraw a service (time to live 0) add none', () => {
    assert.deepEqual(found(records(GARAGE).map((record) => ({ ...record, ttl: 0 }))), []);
  });

  it('with made-up texts give plain, bounded ones', () => {
    const text = [
      'serial=12345<6',
      'devicetype=go-eCharger',
      `friendly_name=\u202E<script>${'x'.repeat(200)}`,
      'friendly_name=second',
    ];
    const [charger] = found(records({ ...GARAGE, text }));
    assert.equal(charger?.name, `<script>${'x'.repeat(56)}`);
    assert.equal(charger?.serial, '123456', 'from the host name');
  });

  it('with nonsense in them do no harm', () => {
    const nonsense: DnsRecord[] = [
      { name: '', type: 'PTR', data: undefined },
      { name: HTTP, type: 'PTR', data: 'elsewhere.example.org' },
      { name: HTTP, type: 'PTR', data: `${'a'.repeat(300)}.${HTTP}` },
      { name: HTTP, type: 'PTR', data: `__proto__.${HTTP}` },
      { name: `__proto__.${HTTP}`, type: 'SRV', data: { target: '__proto__', port: 70_000 } },
      { name: `__proto__.${HTTP}`, type: 'TXT', data: 7 },
      { name: '__proto__', type: 'A', data: 'not an address' },
    ];
    assert.deepEqual(found(nonsense, records(GARAGE)).length, 1);
  });

  it('remember few addresses of one host, however many are announced', () => {
    const announcements = createAnnouncements();
    announcements.add(records(GARAGE), '192.168.1.99');
    for (let at = 0; at < 200_000; at += 1) {
      const data = `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`;
      announcements.add([{ name: 'go-echarger_123456.local', type: 'A', ttl: 120, data }], '192.168.1.99');
    }
    // A late one is not stored, not even as the address the response came from.
    announcements.add(records({ ...GARAGE, address: '10.2.255.255' }), '10.2.255.255');
    assert.equal(announcements.chargers()[0]?.address, '192.168.1.20');
  });

  it('in a flood stay a short list', () => {
    const announcements = createAnnouncements();
    for (let at = 0; at < 2000; at += 1) {
      const instance = `go-eCharger_${100_000 + at}`;
      announcements.add(
        records({ instance, address: `10.0.${at >> 8}.${at & 255}`, text: ['devicetype=go-eCharger'] }),
        '10.0.0.1',
      );
    }
    assert.equal(announcements.chargers().length, 50);
    assert.ok(announcements.questions().missing.length < 800);
  });
});
