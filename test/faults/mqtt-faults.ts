/** Faults between a charger, a broker and this package. */
import type { FaultName, FaultOptions } from '../../lib/simulator';
import type { Certificates, Fault } from './fault';

const AWAY = 'OFFLINE TIMEOUT';
/** Sent to a charger that does not hear it. */
const UNHEARD = `${AWAY} UNCONFIRMED`;

type Row = Omit<Fault, 'on'>;

function simulated(name: FaultName, options?: FaultOptions): Pick<Fault, 'begin' | 'end'> {
  return { begin: ({ sim }) => sim.fault(name, options), end: ({ sim }) => sim.clearFaults(name) };
}

/** A broker whose certificate is not to be trusted, until it has a better one. */
function distrusted(name: string, which: Exclude<keyof Certificates, 'authority' | 'good'>): Row {
  return {
    name,
    fixture: { certificate: (certificates) => certificates[which] },
    fromStart: true,
    begin() {},
    end: ({ proxy, certificates }) => proxy.show(certificates.good),
    shows: 'offline',
    reads: 'OFFLINE',
    writes: 'OFFLINE',
    says: /no secure connection to the broker/,
  };
}

/** Somebody publishes this below the charger's prefix, all the time. */
function noise(name: string, key: string, payload: string | Buffer): Row {
  return {
    name,
    async begin({ sim, stranger, again }) {
      const client = await stranger();
      again(20, () => client.publish(`go-eCharger/${sim.serial}/${key}`, payload));
    },
    end: ({ calm }) => calm(),
    shows: 'online',
  };
}

const ROWS: readonly Row[] = [
  {
    name: 'broker down at start',
    fromStart: true,
    begin: ({ broker }) => broker.stop(),
    end: ({ broker }) => broker.start(),
    shows: 'offline',
    reads: 'OFFLINE',
    writes: 'OFFLINE',
    says: /broker/,
  },
  {
    name: 'broker restarted with its retained values',
    begin: ({ broker }) => broker.stop('retained values'),
    end: ({ broker }) => broker.start(),
    shows: 'offline',
    reads: 'OFFLINE',
    writes: 'OFFLINE',
    says: /broker/,
  },
  {
    name: 'broker restarted without its retained values',
    begin: ({ broker }) => broker.stop(),
    end: ({ broker }) => broker.start(),
    shows: 'offline',
    reads: 'OFFLINE',
    writes: 'OFFLINE',
    says: /broker/,
  },
  {
    name: 'broker hangs',
    begin({ proxy }) {
      proxy.hold();
      proxy.cut();
    },
    end: ({ proxy }) => proxy.behave(),
    shows: 'offline',
    reads: AWAY,
    writes: AWAY,
  },
  {
    name: 'name of the broker does not resolve',
    fixture: { named: true },
    begin({ names, name, proxy }) {
      names.forget(name);
      proxy.cut();
    },
    end: ({ names, name }) => names.know(name),
    shows: 'offline',
    reads: 'OFFLINE',
    writes: 'OFFLINE',
    says: /name cannot be resolved/,
  },
  {
    name: 'wrong password',
    fixture: { login: true },
    begin: ({ letIn }) => letIn('the charger'),
    end: ({ letIn }) => letIn('all'),
    shows: 'offline',
    reads: 'AUTH OFFLINE',
    writes: 'AUTH OFFLINE',
    says: /does not accept user and password/,
    lastsMs: 5000,
  },
  distrusted('TLS: unknown certificate', 'unknown'),
  distrusted('TLS: expired certificate', 'expired'),
  distrusted('TLS: certificate for another name', 'wrongName'),
  {
    name: 'client id taken by somebody else',
    async begin({ proxy, stranger }) {
      await stranger(proxy.clientIds.at(-1));
    },
    end() {},
    shows: 'either',
    reads: AWAY,
    writes: UNHEARD,
    comesAndGoes: true,
    lastsMs: 6000,
  },
  {
    name: 'broker drops us every two seconds',
    begin: ({ proxy, again }) => again(2000, proxy.cut),
    end: ({ calm }) => calm(),
    shows: 'either',
    reads: AWAY,
    writes: UNHEARD,
    comesAndGoes: true,
    lastsMs: 12_000,
  },
  {
    name: 'charger silent while the broker lives',
    ...simulated('silent'),
    shows: 'offline',
    reads: '',
    writes: 'UNCONFIRMED',
    says: /it has sent nothing to the broker for 4 s/,
  },
  {
    name: 'retained values of a dead charger at start',
    fromStart: true,
    begin: ({ sim }) => sim.fault('silent'),
    end: ({ sim }) => sim.clearFaults('silent'),
    shows: 'offline',
    writes: 'UNCONFIRMED',
    says: /only old, retained values are there/,
  },
  {
    name: 'wrong prefix',
    fixture: { prefix: 'garage/' },
    fromStart: true,
    begin() {},
    end: ({ sim }) => sim.set({ mtp: `go-eCharger/${sim.serial}/` }),
    shows: 'offline',
    reads: AWAY,
    writes: AWAY,
    says: /check serial number and topic prefix/,
  },
  {
    name: 'another charger on the same broker',
    begin: ({ neighbour }) => neighbour(),
    end() {},
    shows: 'online',
  },
  { name: '/result never comes', ...simulated('noResult'), shows: 'online' },
  { name: '/result comes twice', ...simulated('doubleResult'), shows: 'online' },
  {
    name: "/result comes for somebody else's write",
    async begin({ sim, stranger, again }) {
      const client = await stranger();
      again(60, () => client.publish(`go-eCharger/${sim.serial}/dwo/set`, '"nonsense"'));
    },
    end: ({ calm }) => calm(),
    shows: 'online',
  },
  noise('payload is no JSON', 'amp', '<amp>29</amp>'),
  noise('payload is empty', 'amp', ''),
  noise('payload of 1 MB', 'amp', `"${'9'.repeat(1024 * 1024)}"`),
  noise('payload is binary', 'amp', Buffer.from([0, 255, 254, 128, 13, 10, 29])),
  noise('payload nests without end', 'amp', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  {
    name: 'read-only over MQTT (`mcr`), and it says so',
    begin: ({ sim }) => sim.set({ mcr: true }),
    end: ({ sim }) => sim.set({ mcr: false }),
    shows: 'online',
    writes: 'REFUSED',
    says: /refuses it/,
  },
  {
    name: 'read-only over MQTT (`mcr`), and it says nothing',
    begin({ sim }) {
      sim.set({ mcr: true });
      sim.fault('noResult');
    },
    end({ sim }) {
      sim.set({ mcr: false });
      sim.clearFaults('noResult');
    },
    shows: 'online',
    writes: 'UNCONFIRMED',
    says: /writing over MQTT is allowed/,
  },
  {
    name: '5,000 messages a second',
    alone: true,
    begin({ sim, again }) {
      let value = 0;
      again(10, () => {
        for (let i = 0; i < 50; i += 1) {
          value = (value + 1) % 200;
          sim.set({ lbr: value });
        }
      });
    },
    end: ({ calm }) => calm(),
    shows: 'online',
    lastsMs: 5000,
  },
];

export const MQTT_FAULTS: readonly Fault[] = ROWS.map((row) => ({ ...row, on: ['mqtt'] }));
