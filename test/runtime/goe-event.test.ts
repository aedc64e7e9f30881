import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { HAPPENINGS } from '../../lib/charger/charger.types';
import type { SimulatorOptions } from '../../lib/simulator';
import { LOCAL, startCharger, type TestCharger } from '../support/chargers';
import { arrival, deploy, type Message, sent, serve, shows, statusOf, useNodeRed } from '../support/flow';
import { until } from '../support/until';

interface Properties {
  keys: readonly string[];
  [property: string]: unknown;
}

const QUICK = { pollInterval: 0.2 };
/** Keys that happenings are derived from. */
const KEYS = ['car', 'err', 'fsp', 'lrr', 'rbc', 'rbt', 'trx', 'wh'];

for (const connection of LOCAL) {
  describe(`goe-event over ${connection}`, function () {
    this.timeout(30_000);
    useNodeRed();
    let charger: TestCharger;
    afterEach(() => charger.close());

    const start = async (
      properties: Properties,
      options: SimulatorOptions = {},
      values: Parameters<TestCharger['sim']['set']>[0] = {},
    ) => {
      charger = await startCharger(connection, QUICK, options, values);
      await deployed(properties);
    };
    const deployed = (properties: Properties) =>
      deploy(
        [
          charger.node,
          { id: 'event', type: 'goe-event', charger: 'charger', ...properties },
          {
            id: 'look',
            type: 'goe-status',
            charger: 'charger',
            keys: properties.keys.length ? properties.keys : KEYS,
          },
        ],
        charger.credentials,
      );
    /** Until the node has had its first look, after which changes are changes. */
    const ready = async () => {
      await shows('event', ({ fill }) => fill === 'green', 'green');
      await serve('look');
    };
    const topics = (output: number) => sent('event', output).map(({ topic }) => topic);
    const payloads = (topic: string) =>
      sent('event')
        .filter((msg) => msg.topic === topic)
        .map(({ payload }) => payload);
    const change = (fits: (msg: Message) => boolean, what: string) => arrival('event', 0, fits, what);

    it('sends each change with the value before, its label or unit, the time and the charger', async () => {
      await start({ keys: ['amp', 'psm'], happenings: [], output: 'each' }, { serial: '234567' });
      await ready();
      const before = Date.now();
      charger.sim.set({ amp: 10 });
      const amp = await change(({ topic }) => topic === 'amp', 'amp');
      charger.sim.set({ psm: 2 });
      const psm = await change(({ topic }) => topic === 'psm', 'psm');
      const who = { name: 'Garage', serial: '234567', connection };
      for (const { time } of [amp, psm]) assert.ok(Number.isInteger(time) && time >= before && time <= Date.now());
      assert.deepEqual(bare(amp), { topic: 'amp', payload: 10, previous: 16, unit: 'A', charger: who });
      assert.deepEqual(bare(psm), { topic: 'psm', payload: 2, previous: 0, label: 'Three phases', charger: who });
      assert.equal(sent('event', 1).length, 0);
    });

    it('sends the known values after a deploy where that is chosen', async () => {
      await start({ keys: ['amp', 'car', 'nrg.voltageL1'], initial: true });
      await until(() => topics(0).length >= 3, 'the first values');
      const first = sent('event').slice(0, 3);
      assert.deepEqual(first.map(({ topic }) => topic).sort(), ['amp', 'car', 'nrg.voltageL1']);
      for (const msg of first) assert.equal('previous' in msg, false);
      assert.equal(first.find(({ topic }) => topic === 'car')!.label, 'No car');
      assert.equal(first.find(({ topic }) => topic === 'nrg.voltageL1')!.unit, 'V');
    });

    it('sends no known values after a deploy otherwise', async () => {
      await start({ keys: ['amp', 'car'] });
      await ready();
      charger.sim.set({ amp: 8 });
      await change(({ topic }) => topic === 'amp', 'amp');
      assert.deepEqual(topics(0), ['amp']);
    });

    it('sends a field only when that field changes', async () => {
      const nrg = Array(16).fill(0);
      await start({ keys: ['nrg.powerTotal', 'nrg.voltageL1'] }, {}, { nrg: [...nrg] });
      await ready();
      nrg[11] = 5000;
      charger.sim.set({ nrg: [...nrg] });
      const power = await change(({ payload }) => payload === 5000, '5000 W');
      assert.equal(power.topic, 'nrg.powerTotal');
      assert.equal(power.unit, 'W');
      charger.sim.set({ nrg: [231, ...nrg.slice(1)] });
      const voltage = await change(({ payload }) => payload === 231, '231 V');
      assert.equal(voltage.topic, 'nrg.voltageL1');
      assert.deepEqual(payloads('nrg.powerTotal').filter((power) => power === 5000).length, 1);
    });

    it('sends values that change together in one message, by name', async () => {
      await start({ keys: ['amp', 'psm', 'frc'], output: 'together' });
      await ready();
      charger.sim.set({ amp: 10, psm: 1 });
      // Over MQTT every key has a message of its own, and what comes in one piece of the network belongs together.
      await until(() => sent('event').some(({ payload }) => 'psm' in payload), 'both changes');
      const all = sent('event');
      if (connection === 'http') assert.equal(all.length, 1);
      assert.deepEqual(Object.assign({}, ...all.map(({ payload }) => payload)), { amp: 10, psm: 1 });
      assert.deepEqual(Object.assign({}, ...all.map(({ previous }) => previous)), { amp: 16, psm: 0 });
      assert.deepEqual(Object.assign({}, ...all.map(({ label }) => label)), { psm: 'One phase' });
      assert.deepEqual(Object.assign({}, ...all.map(({ unit }) => unit)), { amp: 'A' });
      for (const msg of all) {
        assert.equal(msg.topic, 'changes');
        assert.deepEqual(Object.keys(bare(msg)).sort(), ['charger', 'label', 'payload', 'previous', 'topic', 'unit']);
      }
    });

    it('sends a number again only when it moved by the minimum change, counted from the last one sent', async () => {
      await start({ keys: ['amp', 'frc'], minChange: 3, initial: true });
      await until(() => topics(0).length === 2, 'the first values');
      for (const amp of [17, 18, 15, 19, 20, 17, 16]) {
        charger.sim.set({ amp });
        await polled();
      }
      charger.sim.set({ frc: 2 });
      await polled();
      assert.deepEqual(payloads('amp'), [16, 19, 16]);
      assert.deepEqual(payloads('frc'), [0]);
    });

    it('sends no more often than the interval allows, and then the newest', async () => {
      await start({ keys: ['amp'], minInterval: 1 });
      await ready();
      charger.sim.set({ amp: 7 });
      await change(({ payload }) => payload === 7, '7 A');
      const from = Date.now();
      for (const amp of [8, 9, 10]) {
        charger.sim.set({ amp });
        await polled();
      }
      const newest = await change(({ payload }) => payload !== 7, 'the next');
      assert.ok(Date.now() - from > 600, `${Date.now() - from} ms`);
      assert.equal(newest.payload, 10);
      assert.equal(newest.previous, 7);
      assert.deepEqual(payloads('amp'), [7, 10]);

      // Within the next interval it goes up, and back to the last value sent: no message.
      charger.sim.set({ amp: 11 });
      await polled();
      charger.sim.set({ amp: 10 });
      await delay(1050);
      charger.sim.set({ amp: 6 });
      await change(({ payload }) => payload === 6, '6 A');
      assert.deepEqual(payloads('amp'), [7, 10, 6]);
    });

    it('sends all happenings of a charge on its second output', async () => {
      await start({ keys: [], happenings: [...HAPPENINGS] }, { serial: '234567' });
      const story = (topic: string) => arrival('event', 1, (msg) => msg.topic === topic, topic, 10_000);
      await story('online');
      await ready();
      charger.sim.presentCard(0);
      const card = await story('card-read');
      assert.deepEqual(card.payload, { card: 0, name: 'Anna' });
      charger.sim.car.plugIn({ capacityWh: 300, soc: 0.5, targetSoc: 0.8, wakesAfterS: 2 });
      const connected = await story('car-connected');
      const started = await story('charging-started');
      const finished = await story('charging-finished');
      const stopped = await story('charging-stopped');
      charger.sim.car.unplug();
      const gone = await story('car-disconnected');
      const ended = await story('session-ended');
      charger.sim.set({ fsp: true });
      const switched = await story('phases-switched');
      charger.sim.set({ err: 8 });
      const error = await story('error');
      charger.sim.set({ err: 0 });
      const cleared = await story('error-cleared');

      assert.ok([2, 3].includes(connected.payload.car));
      assert.equal(started.payload.car, 2);
      assert.equal(finished.payload.car, 4);
      assert.ok(finished.payload.energy > 60, JSON.stringify(finished.payload));
      assert.equal(stopped.payload.car, 4);
      assert.equal(typeof stopped.payload.reason, 'string');
      assert.deepEqual(gone.payload, { car: 1 });
      assert.deepEqual(switched.payload, { phases: 1 });
      assert.equal(error.payload.err, 8);
      assert.equal(error.payload.label, 'Earth connection faulty');
      assert.deepEqual(cleared.payload, { err: 0, previous: 8, label: 'Earth connection faulty' });

      const session = ended.payload;
      assert.deepEqual(Object.keys(session).sort(), ['card', 'chargingTime', 'end', 'energy', 'peakPower', 'start']);
      assert.equal(session.card, 0);
      assert.ok(session.start < session.end && session.end <= Date.now());
      assert.ok(Math.abs(session.energy - finished.payload.energy) < 30, `${session.energy}`);
      assert.ok(session.peakPower > 1000, `${session.peakPower}`);
      assert.ok(session.chargingTime >= 0 && session.chargingTime <= (session.end - session.start) / 1000 + 1);

      for (const msg of sent('event', 1)) {
        assert.deepEqual(Object.keys(msg).sort(), ['_msgid', 'charger', 'payload', 'time', 'topic']);
        assert.deepEqual(msg.charger, { name: 'Garage', serial: '234567', connection });
        assert.ok(Number.isInteger(msg.time));
      }
      const once = topics(1).filter((topic) => topic !== 'phases-switched');
      assert.equal(new Set(once).size, once.length, `each once: ${once.join()}`);
      assert.equal(sent('event', 0).length, 0);
      // These two have tests of their own.
      const isTold = (topic: string) => ['offline', 'restarted', ...topics(1)].includes(topic);
      assert.deepEqual(
        HAPPENINGS.filter((topic) => !isTold(topic)),
        [],
        'happenings that this story does not tell',
      );
    });

    if (connection === 'mqtt') {
      it('sends one happening for several messages of the charger about it', async () => {
        const before = { car: 2, alw: true, modelStatus: 15, wh: 1000 };
        await start({ keys: [], happenings: ['card-read', 'charging-stopped', 'charging-finished'] }, {}, before);
        await ready();
        charger.sim.set({ lrr: 5000 });
        charger.sim.set({ car: 4 });
        await delay(40);
        charger.sim.set({ lrc: 0 });
        charger.sim.set({ alw: false, modelStatus: 10, wh: 1500 });
        const card = await arrival('event', 1, ({ topic }) => topic === 'card-read', 'card-read');
        const stopped = await arrival('event', 1, ({ topic }) => topic === 'charging-stopped', 'charging-stopped');
        assert.deepEqual(card.payload, { card: 0, name: 'Anna' });
        assert.equal(stopped.payload.modelStatus, 10);
        assert.equal(stopped.payload.energy, 1500);
        assert.deepEqual(topics(1).sort(), ['card-read', 'charging-stopped']);
      });
    }

    it('sends only the happenings that were chosen', async () => {
      await start({ keys: [], happenings: ['car-connected'] });
      await ready();
      await polled();
      charger.sim.car.plugIn();
      await arrival('event', 1, ({ topic }) => topic === 'car-connected', 'car-connected');
      charger.sim.car.unplug();
      await polled();
      await polled();
      assert.deepEqual(topics(1), ['car-connected']);
    });

    it('sends no happening for a state from before the deploy', async () => {
      await start({ keys: [], happenings: HAPPENINGS.slice(2) }, {}, { car: 2, err: 3, wh: 500, trx: 1, lrr: 4000 });
      await ready();
      await polled();
      await polled();
      assert.deepEqual(topics(1), []);
    });

    it('sends the restart of the charger once', async () => {
      await start({ keys: [], happenings: ['restarted'] });
      await ready();
      await polled();
      charger.sim.reboot({ downMs: 10_000 });
      const restarted = await arrival('event', 1, ({ topic }) => topic === 'restarted', 'restarted', 12_000);
      assert.equal(restarted.payload.rbc, 42);
      await polled();
      await polled();
      assert.deepEqual(topics(1), ['restarted']);
    });

    it('shows in its status that nothing is chosen, and requests nothing', async () => {
      await start({ keys: [], happenings: [] });
      assert.deepEqual(statusOf('event'), { fill: 'yellow', shape: 'ring', text: 'nothing chosen' });
      assert.equal(charger.sim.requests.length, 0);
    });

    it('gives copies: a flow that changes its message changes nothing for others', async () => {
      await start({ keys: ['clp'], initial: true });
      const first = await change(({ topic }) => topic === 'clp', 'clp');
      first.payload.push(99);
      first.charger.name = 'changed';
      charger.sim.set({ clp: [6, 7] });
      const next = await change(({ payload }) => payload.length === 2, 'the next');
      assert.deepEqual(next.previous, [6, 8, 10, 13, 16]);
      assert.equal(next.charger.name, 'Garage');
    });

    /** Until values set before have certainly been looked at. */
    async function polled(): Promise<void> {
      if (connection === 'mqtt') return delay(60);
      const from = charger.sim.requests.length;
      await until(() => charger.sim.requests.length > from, 'a poll');
      await delay(30);
    }
  });
}

/** Without what differs each time. */
function bare({ _msgid, time, ...rest }: Message): Message {
  return rest;
}
