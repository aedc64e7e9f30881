import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { endOf } from '../support/ends';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';

const range = (begin: number, end: number) => ({
  begin: { hour: begin, minute: 0 },
  end: { hour: end, minute: 0 },
});
const week = (...ranges: object[]) => ({ control: 1, ranges });

quirk(
  {
    topic: 'Writing',
    seen: 'A schedule of three ranges is written again with the first of them alone.',
    sources: ['goecharger/go-eCharger-API-v2#39', 'tried against 0.3.0'],
    here: 'A list of another length is another value: it is sent, and confirmed only with the length that was written.',
  },
  () => {
    let server: ScriptedServer;
    let charger: Charger;
    let values: Record<string, unknown>;
    const sets = () => server.asked.filter((path) => path.startsWith('/api/set'));
    beforeEach(async () => {
      values = { sse: '123456', fwv: '60.5', typ: 'go-eCharger', rbt: 900_000 };
      values.sch_week = week(range(1, 2), range(3, 4), range(5, 6));
      server = await scriptedServer(plainCharger(values));
      charger = createCharger({ name: 'Garage', connection: 'http', host: server.url, timeoutS: 1.5 });
    });
    afterEach(async () => {
      await charger.close();
      await server.close();
    });
    const write = (value: unknown) => endOf(charger.write({ sch_week: value }, 'readback'), 'sch_week');

    for (const [what, wanted] of [
      ['the first alone', week(range(1, 2))],
      ['the first two', week(range(1, 2), range(3, 4))],
      ['none', week()],
      ['three others', week(range(1, 2), range(3, 4), range(5, 7))],
    ] as const)
      it(`sends ${what}, and confirms it`, async () => {
        assert.equal((await write(wanted)).how, 'confirmed');
        assert.equal(sets().length, 1);
        assert.deepEqual(values.sch_week, wanted);
      });

    it('sends a list with one more entry, and confirms it', async () => {
      values.sch_week = week(range(1, 2));
      assert.equal((await write(week(range(1, 2), range(3, 4)))).how, 'confirmed');
    });

    it('does not confirm a shorter list that the charger has not taken over', async () => {
      const plain = plainCharger(values);
      server.answer = (request, response) => {
        if (request.url?.startsWith('/api/set')) response.end('{"sch_week":true}');
        else plain(request, response);
      };
      assert.equal((await write(week(range(1, 2)))).how, 'UNCONFIRMED');
    });

    it('does not send a list that the charger has already with more properties in its entries', async () => {
      values.sch_week = week({ begin: { hour: 1, minute: 0, second: 0 }, end: { hour: 2, minute: 0, second: 0 } });
      assert.equal((await write(week(range(1, 2)))).how, 'unchanged');
      assert.deepEqual(sets(), []);
    });

    it('takes a range of nothing that the charger adds for what it is', async () => {
      const plain = plainCharger(values);
      server.answer = (request, response) => {
        plain(request, response);
        if (request.url?.startsWith('/api/set')) values.sch_week = week(range(1, 2), range(0, 0));
      };
      assert.equal((await write(week(range(1, 2)))).how, 'confirmed');
    });
  },
);
