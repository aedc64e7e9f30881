import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { ChargerError } from '../../lib/errors';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';

let server: ScriptedServer;
let charger: Charger;

async function start(firmware = '60.5'): Promise<void> {
  const schedule = { control: 0, ranges: [] };
  server = await scriptedServer(plainCharger({ sse: '123456', fwv: firmware, fna: 'Garage', sch_week: schedule }));
  charger = createCharger({ connection: 'http', host: server.url });
  await charger.read(['fwv'], 'charger');
}
async function stop(): Promise<void> {
  await charger.close();
  await server.close();
}
const written = () => server.asked.filter((path) => path.startsWith('/api/set'));
const sent = (key: string): unknown =>
  JSON.parse(new URL(written().at(-1) ?? '', server.url).searchParams.get(key) ?? '');

async function refusal(key: string, value: unknown): Promise<string> {
  const error = await charger.write({ [key]: value }, 'accepted').then(
    () => assert.fail(`${key} was sent`),
    (thrown) => thrown,
  );
  assert.ok(error instanceof ChargerError && error.code === 'INVALID', String(error));
  assert.deepEqual(written(), []);
  return error.message;
}

quirk(
  {
    topic: 'Writing',
    seen: 'Home automation sends solar data without a number, or under another name, and the charger ignores it.',
    sources: ['syssi/homeassistant-goecharger-mqtt#125', 'goecharger/go-eCharger-API-v2#276'],
    here: 'The properties of an object are checked before it is sent; the error names the possible ones.',
  },
  () => {
    beforeEach(() => start());
    afterEach(stop);

    it('refuses solar data that is no number, has another name or is missing', async () => {
      assert.match(await refusal('ids', { pGrid: 'unavailable' }), /pGrid must be a number in W/);
      assert.match(await refusal('ids', { grid: -1000 }), /its properties are pGrid, pPv, pAkku/);
      assert.match(await refusal('ids', {}), /pGrid is missing/);
    });

    it('takes numbers as text, and what is optional may be missing', async () => {
      await charger.write({ ids: { pGrid: '-1000', pPv: 3000 } }, 'accepted');
      assert.deepEqual(sent('ids'), { pGrid: -1000, pPv: 3000 });
    });
  },
);

quirk(
  {
    topic: 'Writing',
    seen: 'A schedule is an object of numbers; people write `"06:00"` and `"Allow"`, and firmware before 59.4 has other property names.',
    sources: ["vendor's API documents", 'goecharger/go-eCharger-API-v2#39'],
    here: 'Times and names are converted to the charger’s numbers; hour 25 and unknown names are refused.',
  },
  () => {
    afterEach(stop);
    const day = (begin: unknown, control: unknown = 1) => ({ control, ranges: [{ begin, end: '14:00' }] });

    for (const firmware of ['055.7', '60.5'])
      it(`sends what is meant, at firmware ${firmware}`, async () => {
        await start(firmware);
        await charger.write({ sch_week: day('06:00', 'Allow') }, 'readback');
        assert.deepEqual(sent('sch_week'), {
          control: 1,
          ranges: [{ begin: { hour: 6, minute: 0 }, end: { hour: 14, minute: 0 } }],
        });
      });

    it('refuses what is no time and no control', async () => {
      await start();
      assert.match(await refusal('sch_week', day({ hour: 25, minute: 0 })), /ranges, entry 1, begin must be a time/);
      assert.match(await refusal('sch_week', day('noon')), /begin must be a time of day such as 06:00/);
      assert.match(await refusal('sch_week', day('06:00', 7)), /control must be one of 0 \(Off\)/);
      assert.match(await refusal('sch_week', {}), /control is missing/);
    });
  },
);

quirk(
  {
    topic: 'Writing',
    seen: 'Firmware 60.5 takes more than two time ranges a day; older firmware takes two.',
    sources: ["vendor's API documents"],
    here: 'The dialog and the check allow any number of ranges for 60.5, and two for older firmware.',
  },
  () => {
    afterEach(stop);
    const range = { begin: '06:00', end: '07:00' };
    const three = { control: 1, ranges: [range, range, range] };

    it('sends three ranges to 60.5', async () => {
      await start('60.5');
      await charger.write({ sch_week: three }, 'accepted');
      assert.equal((sent('sch_week') as { ranges: unknown[] }).ranges.length, 3);
    });

    it('says that 56.9 takes two', async () => {
      await start('56.9');
      assert.match(await refusal('sch_week', three), /ranges must be a list of at most 2 entries/);
    });
  },
);

quirk(
  {
    topic: 'Writing',
    seen: 'The name of a charger has 4 to 64 characters.',
    sources: ["vendor's API documents"],
    here: 'Shorter and longer names are refused before they are sent.',
  },
  () => {
    beforeEach(() => start());
    afterEach(stop);

    it('refuses 3 and 65 characters, and takes 4', async () => {
      for (const name of ['Box', 'x'.repeat(65), '']) assert.match(await refusal('fna', name), /4 to 64 characters/);
      await charger.write({ fna: 'Box1' }, 'accepted');
      assert.equal(sent('fna'), 'Box1');
    });
  },
);

quirk(
  {
    topic: 'Writing',
    seen: 'MQTT and inject nodes send null as the text `"null"`.',
    sources: ['tried against 0.3.0'],
    here: 'The text is converted to null in properties that may be null.',
  },
  () => {
    beforeEach(() => start());
    afterEach(stop);

    it('lifts a limit by the text null', async () => {
      await charger.write({ dwo: 'null' }, 'accepted');
      assert.equal(sent('dwo'), null);
    });

    it('refuses it where null is not possible', async () => {
      assert.match(await refusal('amp', 'null'), /whole number from 6 to 32/);
    });
  },
);
