import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type Charger, createCharger, type Happening, type HappeningName } from '../../lib/charger';
import { quirk } from '../support/quirk';
import { type ShownCharger, shownCharger, WAYS, type Way } from '../support/shown-charger';
import { until } from '../support/until';

const NAMES: readonly HappeningName[] = ['car-connected', 'car-disconnected', 'session-ended', 'phases-switched'];

let shown: ShownCharger;
let charger: Charger;
let happened: Happening[];

/** Time to wait over MQTT for the keys that change together. */
const SETTLES_MS = 700;

async function watched(way: Way, values: Record<string, unknown>): Promise<void> {
  shown = await shownCharger(way, values);
  charger = createCharger(shown.options);
  happened = [];
  charger.onHappening(NAMES, (happening) => happened.push(happening));
  await until(() => charger.availability.state === 'online' && charger.known('car'), 'the first look', 15_000);
  await delay(SETTLES_MS);
  assert.deepEqual(topics(), []);
}

/** Shows it for longer than a poll. */
async function see(values: Record<string, unknown>): Promise<void> {
  shown.show(values);
  await delay(SETTLES_MS);
}

const topics = (): string[] => happened.map(({ topic }) => topic);
const ended = () => happened.filter(({ topic }) => topic === 'session-ended').map(({ payload }) => payload);

async function forget(): Promise<void> {
  await charger.close();
  await shown.close();
}

function eachWay(title: string, test: (way: Way) => Promise<void>): void {
  for (const way of WAYS)
    it(`${title} (${way})`, async function () {
      this.timeout(60_000);
      await test(way);
    });
}

quirk(
  {
    topic: 'Sessions and cars',
    seen: 'A car that is plugged in again between two polls never shows `car` 1; `frc` falls to 0 and `wh` begins again.',
    sources: [
      'goecharger/go-eCharger-API-v2#117',
      'evcc-io/evcc#33794',
      'syssi/homeassistant-goecharger-mqtt#190',
      'openhab/openhab-addons#14999',
    ],
    here: 'Two sessions are reported, in their order; `lccfi`, another cable, or `wh` together with `frc` show the unplug.',
  },
  () => {
    afterEach(forget);

    eachWay('reports the end of one session and the beginning of the next', async (way) => {
      await watched(way, { car: 4, frc: 1, wh: 5200 });
      await see({ frc: 0, wh: 0, car: 3 });
      assert.deepEqual(topics(), ['car-disconnected', 'session-ended', 'car-connected']);
      assert.equal(ended()[0]?.energy, 5200);
      await see({ car: 2, wh: 70.4 });
      await see({ car: 1 });
      assert.deepEqual(topics().slice(3), ['car-disconnected', 'session-ended']);
      assert.equal(ended()[1]?.energy, 70.4);
    });

    eachWay('is recognised by `lccfi` where nothing was charged and nothing forced', async (way) => {
      await watched(way, { car: 3, frc: 0, wh: 0, lccfi: 100_000, rbc: 3 });
      await see({ lccfi: 200_000 });
      assert.deepEqual(topics(), ['car-disconnected', 'session-ended', 'car-connected']);
    });

    eachWay('is not a restart of the charger, which forgets what was forced', async (way) => {
      await watched(way, { car: 4, frc: 1, wh: 5200, lccfi: 100_000, rbc: 3 });
      await see({ rbc: 4, frc: 0, lccfi: null, wh: 0 });
      await see({ lccfi: 4000 });
      assert.deepEqual(topics(), []);
    });
  },
);

quirk(
  {
    topic: 'Sessions and cars',
    seen: 'Firmware 56.8 and others show `car` 1 for up to 15 s of a phase switch.',
    sources: ['goecharger/go-eCharger-API-v2#198', 'goecharger/go-eCharger-API-v2#248'],
    here: 'This counts as an unplug only if it stays, or if `wh`, `cbl` or `frc` confirm it.',
  },
  () => {
    const standing = { car: 4, frc: 1, wh: 5200, fsp: true, psm: 1, cbl: 20, lccfi: 100_000 };
    afterEach(forget);

    eachWay('reports the switched phases alone', async (way) => {
      await watched(way, standing);
      await see({ psm: 2 });
      await see({ fsp: false, car: 1 });
      await delay(5000);
      await see({ car: 4 });
      await see({ wh: 5300 });
      assert.deepEqual(topics(), ['phases-switched']);
      await see({ car: 1 });
      await delay(200);
      if (topics().length === 1) await until(() => topics().length > 1, 'it stays', 25_000);
      assert.deepEqual(topics().slice(1), ['car-disconnected', 'session-ended']);
      assert.equal(ended()[0]?.energy, 5300);
    });

    eachWay('reports a car that is unplugged meanwhile at once', async (way) => {
      await watched(way, standing);
      await see({ psm: 2, fsp: false });
      await see({ car: 1, cbl: null });
      assert.deepEqual(topics(), ['phases-switched', 'car-disconnected', 'session-ended']);
    });

    eachWay('reports a new plug in the middle of it', async (way) => {
      await watched(way, standing);
      await see({ psm: 2, fsp: false });
      await see({ car: 1 });
      await see({ wh: 0, car: 3 });
      assert.deepEqual(topics(), ['phases-switched', 'car-disconnected', 'session-ended', 'car-connected']);
      assert.equal(ended()[0]?.energy, 5200);
    });
  },
);

quirk(
  {
    topic: 'Sessions and cars',
    seen: 'Energy that flowed before the first poll of a session, or while the charger was offline, was missing from the session.',
    sources: ['evcc-io/evcc#22255', 'evcc-io/evcc#4007', 'tried against 0.3.0'],
    here: 'The energy of a session is the charger’s own count; `joinedLate` says that it began before the first poll.',
  },
  () => {
    afterEach(forget);

    eachWay('counts what flowed before the first look', async (way) => {
      await watched(way, { car: 1, wh: 5200 });
      await see({ wh: 2.3, car: 2 });
      await see({ wh: 86.6 });
      await see({ car: 1 });
      assert.deepEqual([ended()[0]?.energy, ended()[0]?.joinedLate], [86.6, undefined]);
    });

    eachWay('counts what flowed while the charger was out of reach', async (way) => {
      await watched(way, { car: 1, wh: 0, rbt: 1_000_000 });
      await shown.vanish();
      await until(() => charger.availability.state !== 'online', 'it is out of reach', 40_000);
      await shown.comeBack({ car: 2, wh: 15_000, rbt: 9_000_000 });
      await until(() => topics().includes('car-connected'), 'it is back', 20_000);
      await see({ wh: 16_000.7 });
      await see({ car: 1 });
      assert.deepEqual([ended()[0]?.energy, ended()[0]?.joinedLate], [16_000.7, true]);
    });

    eachWay('keeps two cars apart that came one after the other while it was out of reach', async (way) => {
      const before = { car: 2, wh: 5200, eto: 100_000, lccfi: 100_000, rbt: 1_000_000, rbc: 3 };
      await watched(way, before);
      await see({ wh: 5300, eto: 100_100 });
      await shown.vanish();
      await until(() => charger.availability.state !== 'online', 'it is out of reach', 40_000);
      // The first went on to 9,000 Wh, the second has 15,000 by now.
      await shown.comeBack({ car: 2, wh: 15_000, eto: 118_800, lccfi: 5_000_000, rbt: 9_000_000 });
      await until(() => topics().includes('car-connected'), 'it is back', 20_000);
      await see({ wh: 16_000, eto: 119_800 });
      await see({ car: 1 });
      assert.deepEqual(topics(), [
        'car-disconnected',
        'session-ended',
        'car-connected',
        'car-disconnected',
        'session-ended',
      ]);
      const sessions = ended().map(({ energy, joinedLate }) => [energy, joinedLate]);
      assert.deepEqual(sessions, [
        [9000, true],
        [16_000, true],
      ]);
    });
  },
);

quirk(
  {
    topic: 'Sessions and cars',
    seen: '`wh` begins again at 0 within a session, after a pause over night.',
    sources: ['evcc-io/evcc#10452', 'goecharger/go-eCharger-API-v2#68'],
    here: 'This stays one session, with the sum of both.',
  },
  () => {
    afterEach(forget);

    eachWay('is one session', async (way) => {
      await watched(way, { car: 4, frc: 0, wh: 13_000, lccfi: 100_000, eto: 1_112_410 });
      await see({ car: 2, wh: 0 });
      await see({ wh: 3868.02, eto: 1_116_278 });
      await see({ car: 1 });
      assert.deepEqual(topics(), ['car-disconnected', 'session-ended']);
      assert.equal(ended()[0]?.energy, 16_868);
    });

    eachWay('is one session when a flow has just released the charger', async (way) => {
      await watched(way, { car: 4, frc: 1, wh: 13_000 });
      await charger.write({ frc: 0 }, 'readback');
      await see({ car: 2, wh: 0 });
      await see({ wh: 3868.02 });
      await see({ car: 1 });
      assert.deepEqual(topics(), ['car-disconnected', 'session-ended']);
      assert.equal(ended()[0]?.energy, 16_868);
    });
  },
);
