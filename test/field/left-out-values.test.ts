import assert from 'node:assert/strict';
import { type Change, type Charger, type ChargerOptions, createCharger } from '../../lib/charger';
import { quirk } from '../support/quirk';
import { filterOf, plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';
import { until } from '../support/until';

/** A charger behind a real server: what of its keys it leaves out, and how it says so, changes while it is asked. */
function leavingOut(connection: 'http' | 'cloud', values: () => Record<string, unknown>) {
  const out = new Set<string>();
  const changes: Change[] = [];
  let server: ScriptedServer;
  let charger: Charger;
  let status = 200;
  beforeEach(async () => {
    out.clear();
    changes.length = 0;
    status = 200;
    const all = values();
    server = await scriptedServer((request, response) => {
      response.statusCode = status;
      plainCharger(Object.fromEntries(Object.entries(all).filter(([key]) => !out.has(key))))(request, response);
    });
    const options: ChargerOptions =
      connection === 'http'
        ? { connection, host: server.url }
        : { connection, serial: '123456', token: 'canary-token-3318', cloudUrl: server.url };
    charger = createCharger({ name: 'Garage', pollIntervalS: 0.2, timeoutS: 5, ...options });
  });
  afterEach(async () => {
    await charger.close();
    await server.close();
  });
  return {
    out,
    changes,
    charger: () => charger,
    asked: () => server.asked,
    answerWith(code: number) {
      status = code;
    },
    watch: (names: string[], leftOut?: (names: readonly string[]) => void) =>
      charger.watch(names, { changed: (more) => changes.push(...more), leftOut }),
  };
}

const V3 = () => ({ sse: '123456', fwv: '055.7', typ: 'go-eCharger', amp: 16, car: 2, nrg: Array(16).fill(0) });

for (const connection of ['http', 'cloud'] as const) {
  quirk(
    {
      topic: 'Reading',
      seen: `A charger whose API has just started leaves values out of its answers (${connection === 'http' ? 'local API' : 'cloud'}).`,
      sources: ['marq24/ha-goecharger-api2#160', 'tried against 0.3.0'],
      here: 'A value that is left out is stale from that answer on, is requested again with the next poll and then less and less often, and counts as missing when it stays away.',
    },
    function () {
      this.timeout(30_000);
      const it0 = leavingOut(connection, V3);

      it('asks again with the next poll, and gives the value as stale until it is back', async () => {
        it0.watch(['amp', 'car', 'nrg']);
        await until(() => it0.charger().known('nrg')?.stale === false, 'the first value');
        it0.out.add('nrg');
        await until(() => it0.charger().known('nrg')?.stale === true, 'stale');
        assert.equal(it0.charger().known('amp')?.stale, false);
        assert.equal(it0.charger().availability.state, 'online');
        it0.out.clear();
        const asked = it0.asked().length;
        await until(() => it0.charger().known('nrg')?.stale === false, 'fresh again');
        assert.ok(it0.asked().length - asked <= 4, `${it0.asked().length - asked} requests`);
      });

      it('finds a value that was not there at first', async () => {
        it0.out.add('nrg');
        it0.watch(['amp', 'nrg']);
        await until(() => it0.changes.some(({ name }) => name === 'amp'), 'the others');
        await until(() => it0.asked().length >= 5, 'some polls');
        it0.out.clear();
        await until(() => it0.changes.some(({ name }) => name === 'nrg'), 'the late one', 8000);
      });

      it('forgets a key that stays away, and notifies its listeners when it is left out and when it is back', async () => {
        const notified: string[] = [];
        const news: string[] = [];
        it0.watch(['nrg.powerTotal', 'amp'], (names) => notified.push(names.join()));
        it0.charger().onLeftOut((each) => news.push(...each.map(({ key, state }) => `${key} ${state}`)));
        await until(() => it0.charger().known('nrg') !== undefined, 'the first value');
        it0.out.add('nrg');
        await until(() => it0.charger().known('nrg') === undefined, 'missing', 10_000);
        assert.deepEqual(notified, ['nrg.powerTotal']);
        assert.deepEqual(news, ['nrg stale', 'nrg missing']);
        assert.equal((await it0.charger().read(['nrg', 'amp'], 'latest')).has('nrg'), false);
        it0.out.clear();
        await until(() => it0.charger().known('nrg.powerTotal')?.value === 0, 'back', 10_000);
        assert.deepEqual(notified, ['nrg.powerTotal', '']);
        assert.deepEqual(news, ['nrg stale', 'nrg missing', 'nrg shown']);
      });

      it('asks at once when somebody asks, however long it has been away', async () => {
        it0.out.add('nrg');
        it0.watch(['amp', 'nrg']);
        await until(() => filterOf(it0.asked().at(-1))?.includes('nrg') === false, 'a poll without it', 8000);
        it0.out.clear();
        assert.equal((await it0.charger().read(['nrg'], 'charger')).get('nrg')?.value !== undefined, true);
      });

      it('makes no request more for a key that the model does not have', async () => {
        it0.watch(['amp', 'tcl']);
        await until(() => it0.asked().length >= 12, 'some polls', 10_000);
        const polls = it0
          .asked()
          .slice(-4)
          .map((path) => filterOf(path));
        assert.ok(polls.filter((keys) => keys?.includes('tcl')).length <= 1, JSON.stringify(polls));
      });
    },
  );
}

quirk(
  {
    topic: 'Reading',
    seen: 'A charger answers HTTP 500 or 400 with JSON that lacks a key which it had before.',
    sources: ['goecharger/go-eCharger-API-v2#20', 'goecharger/go-eCharger-API-v2#312', 'tried against 0.3.0'],
    here: 'The other values are used; the missing one is stale, and is requested again.',
  },
  () => {
    const it0 = leavingOut('http', V3);
    for (const code of [500, 400])
      it(`after one answer with ${code}`, async () => {
        it0.watch(['amp', 'nrg']);
        await until(() => it0.charger().known('nrg') !== undefined, 'the first value');
        it0.out.add('nrg');
        it0.answerWith(code);
        await until(() => it0.charger().known('nrg')?.stale === true, 'stale');
        it0.out.clear();
        it0.answerWith(200);
        await until(() => it0.charger().known('nrg')?.stale === false, 'fresh again');
        assert.equal(it0.charger().availability.state, 'online');
      });
  },
);

quirk(
  {
    topic: 'Models and firmware',
    seen: 'CORE and PRO answer null for `acui`, `acl`, `rcd` and `scan` while they have no value, and for keys that they do not know.',
    sources: ['marq24/ha-goecharger-api2#160', 'tried against 0.3.0'],
    here: 'Null is a value where the key may be null; elsewhere the key counts as left out, and is requested again.',
  },
  () => {
    const values: Record<string, unknown> = {};
    const it0 = leavingOut('http', () => values);
    beforeEach(() => {
      Object.assign(values, { sse: '123456', typ: 'go-eCharger_Phoenix', amp: 16, acui: null, scan: null, lcm: null });
    });
    const known = (name: string) => it0.charger().known(name);

    it('gives the value behind a null, and what comes behind the value', async () => {
      it0.watch(['acui', 'acl', 'rcd', 'scan', 'lcm', 'amp']);
      await until(() => known('acui') !== undefined, 'null');
      assert.equal(known('acui')?.value, null);
      assert.equal(known('lcm'), undefined, 'null is no value of a key that has always one');
      await until(() => it0.asked().length >= 5, 'some polls');
      Object.assign(values, { acui: 16, acl: 16, rcd: 4, scan: [{ ssid: 'x' }], lcm: 15 });
      await until(() => known('acui')?.value === 16 && known('lcm')?.value === 15, 'the values', 8000);
      assert.deepEqual(
        ['acl', 'rcd'].map((name) => known(name)?.value),
        [16, 4],
      );
      Object.assign(values, { acui: null, lcm: null });
      await until(() => known('acui')?.value === null, 'null again');
      assert.equal(known('acui')?.stale, false);
      await until(() => known('lcm')?.stale === true, 'stale');
      assert.equal(known('lcm')?.value, 15);
      assert.deepEqual(
        it0.changes.filter(({ name }) => name === 'acui').map(({ value }) => value),
        [null, 16, null],
      );
    });
  },
);
