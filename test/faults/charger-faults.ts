/** Faults of the charger itself, whichever way it is reached. */
import type { FaultName, FaultOptions } from '../../lib/simulator';
import type { Connection, Fault } from './fault';

const ALL: readonly Connection[] = ['http', 'cloud', 'mqtt'];

/** A fault that the simulated charger has itself. */
function simulated(name: FaultName, options?: FaultOptions): Pick<Fault, 'begin' | 'end'> {
  return { begin: ({ sim }) => sim.fault(name, options), end: ({ sim }) => sim.clearFaults(name) };
}

/** The charger is gone: requests fail, and a broker goes on sending what it has retained. */
function gone(fault: Pick<Fault, 'name' | 'begin' | 'end' | 'happens'>): Fault[] {
  const writes = 'OFFLINE TIMEOUT UNCONFIRMED';
  return [
    { ...fault, on: ['http'], shows: 'offline', reads: 'OFFLINE TIMEOUT', writes },
    // The cloud says 403, and is left alone longer each time.
    { ...fault, on: ['cloud'], shows: 'offline', reads: 'OFFLINE TIMEOUT', writes, healsWithinMs: 20_000 },
    { ...fault, on: ['mqtt'], shows: 'offline', writes },
  ];
}

export const CHARGER_FAULTS: readonly Fault[] = [
  {
    name: 'API switched off while running',
    on: ['http'],
    begin: ({ sim }) => sim.set({ hai: false }),
    end: ({ sim }) => sim.set({ hai: true }),
    shows: 'offline',
    reads: 'OFFLINE',
    writes: 'OFFLINE',
    says: /restart the charger, .* check that its local HTTP API v2 is switched on/,
  },
  {
    name: 'API switched off while running',
    on: ['cloud'],
    begin: ({ sim }) => sim.set({ cae: false }),
    end: ({ sim }) => sim.set({ cae: true }),
    shows: 'offline',
    reads: 'OFFLINE',
    writes: 'OFFLINE',
    says: /cloud API is switched off/,
    healsWithinMs: 20_000,
  },
  {
    name: 'data of the cloud is outdated',
    on: ['cloud'],
    ...simulated('outdated'),
    shows: 'offline',
    reads: 'OFFLINE',
    writes: 'OFFLINE',
    says: /no fresh data/,
  },
  {
    name: 'incomplete answers',
    on: ['http', 'cloud'],
    ...simulated('incomplete'),
    shows: 'offline',
    reads: 'PROTOCOL',
    writes: 'PROTOCOL',
  },
  {
    name: 'lock taken',
    on: ['http'],
    ...simulated('lock'),
    shows: 'offline',
    reads: 'TIMEOUT',
    writes: 'TIMEOUT',
    says: /busy/,
  },
  ...gone({
    name: 'reboot',
    begin: ({ sim }) => sim.reboot({ downMs: 9000 }),
    end: ({ isUp }) => isUp(),
    happens: 'restarted',
  }),
  ...gone({
    name: 'hangs until it is rebooted',
    begin: ({ sim }) => sim.fault('freeze'),
    async end({ sim, isUp }) {
      sim.reboot({ downMs: 1000 });
      await isUp();
    },
    happens: 'restarted',
  }),
  { name: 'clock at 1970', on: ALL, ...simulated('clock1970'), shows: 'online' },
  {
    name: 'one key refused among five',
    on: ALL,
    ...simulated('refuse', { key: 'amp', text: 'not today' }),
    also: (n) => ({ amp: 6 + (n % 27), fst: 1400 + n, spl3: 4200 + n, frc: 1 }),
    shows: 'online',
    writes: 'REFUSED',
    says: /amp = \d+: the charger refuses it: .*not today.* went well/,
  },
  {
    name: 'accepted but ignored',
    on: ALL,
    ...simulated('ignored', { keys: ['dwo'] }),
    shows: 'online',
    writes: 'UNCONFIRMED',
    says: /did not apply it in time/,
  },
];
