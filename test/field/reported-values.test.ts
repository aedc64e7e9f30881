import assert from 'node:assert/strict';
import { type Change, type Charger, createCharger } from '../../lib/charger';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';
import { until } from '../support/until';

let server: ScriptedServer;
let charger: Charger;
let values: Record<string, unknown>;

async function start(given: Record<string, unknown>): Promise<void> {
  values = { sse: '123456', fwv: '055.5', ...given };
  server = await scriptedServer((request, response) => plainCharger(values)(request, response));
  charger = createCharger({ connection: 'http', host: server.url, pollIntervalS: 0.2 });
}
async function stop(): Promise<void> {
  await charger.close();
  await server.close();
}
function watched(...names: string[]): Change[] {
  const reported: Change[] = [];
  charger.watch(names, { changed: (changes) => reported.push(...changes) });
  return reported;
}
const valuesOf = (reported: readonly Change[], name: string) =>
  reported.filter((each) => each.name === name).map(({ value }) => value);

quirk(
  {
    topic: 'Reading',
    seen: 'A temperature sensor with a fault reads -16843.01 °C, and the list of temperatures is shorter for a short time.',
    sources: ['goecharger/go-eCharger-API-v2#161', 'goecharger/go-eCharger-API-v2#132'],
    here: 'The value is null in every message; a temperature that is left out is null too.',
  },
  () => {
    beforeEach(() => start({ tma: [36, 30] }));
    afterEach(stop);

    it('reports null in place of the fault, and then the temperatures', async () => {
      const reported = watched('tma', 'tma.temperature1', 'tma.temperature2', 'tma.temperature3');
      await until(() => reported.length === 3, 'both temperatures');
      values.tma = [-16843.01];
      await until(() => reported.length === 6, 'the fault');
      assert.deepEqual(charger.known('tma')?.value, [null]);
      assert.equal(charger.known('tma.temperature2')?.value, null);
      assert.equal(charger.known('tma.temperature3'), undefined);
      values.tma = [36, 30];
      await until(() => reported.length === 9, 'both temperatures again');
      assert.deepEqual(valuesOf(reported, 'tma'), [[36, 30], [null], [36, 30]]);
      assert.deepEqual(valuesOf(reported, 'tma.temperature1'), [36, null, 36]);
      assert.deepEqual(valuesOf(reported, 'tma.temperature2'), [30, null, 30]);
    });

    it('answers null when asked, and leaves real values alone', async () => {
      values.tma = [null, null, 61.25, -16843.01, -25, 84];
      const answer = await charger.read(['tma', 'tma.temperature4'], 'charger');
      assert.deepEqual(answer.get('tma')?.value, [null, null, 61.25, null, -25, 84]);
      assert.equal(answer.get('tma.temperature4')?.value, null);
    });
  },
);

quirk(
  {
    topic: 'Reading',
    seen: '`cdi` holds the start of the charge, in milliseconds since boot, while a car charges; afterwards it holds the duration.',
    sources: ["vendor's API documents", 'captured traffic'],
    here: '`cdi` stays as it is; `cdi.time` is the charging time in both cases.',
  },
  () => {
    beforeEach(() => start({ cdi: { type: 0, value: 137_016 }, rbt: 139_018 }));
    afterEach(stop);

    it('answers with the time since charging began', async () => {
      const answer = await charger.read(['cdi.time', 'cdi', 'cdi.value'], 'charger');
      assert.equal(answer.get('cdi.time')?.value, 2002);
      assert.deepEqual(answer.get('cdi')?.value, { type: 0, value: 137_016 });
      assert.equal(answer.get('cdi.value')?.value, 137_016);
      assert.deepEqual(server.lastFilter()?.includes('rbt'), true);
    });

    it('reports the charging time while it runs, and the duration at the end', async () => {
      const reported = watched('cdi.time');
      await until(() => reported.length === 1, 'the first');
      values.rbt = 140_016;
      await until(() => reported.length === 2, 'a second later');
      Object.assign(values, { cdi: { type: 1, value: 5000 }, rbt: 145_000 });
      await until(() => reported.length === 3, 'the end');
      values.rbt = 146_000;
      values.cdi = null;
      await until(() => charger.known('cdi.time') === undefined, 'nothing');
      assert.deepEqual(
        reported.map(({ value, previous }) => [value, previous]),
        [
          [2002, undefined],
          [3000, 2002],
          [5000, 3000],
        ],
      );
    });
  },
);
