import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';
import { until } from '../support/until';

quirk(
  {
    topic: 'Addresses and networks',
    seen: 'Chargers swap their addresses while they are polled, so that another one answers from one request to the next.',
    sources: ['tried against 0.3.0'],
    here: 'The serial number is checked with every read and before every write: nothing is read from the other one, and nothing is written to it.',
  },
  () => {
    const first = { sse: '111111', fwv: '60.5', typ: 'go-eCharger', car: 1, amp: 16, lbr: 100 };
    let own: Record<string, unknown>;
    let other: Record<string, unknown>;
    let server: ScriptedServer;
    let charger: Charger;
    let seen: unknown[];
    const both = { code: 'OFFLINE', reason: 'otherCharger', message: /serial number 222222, and not 111111/ };

    beforeEach(async () => {
      own = { ...first };
      other = { ...first, sse: '222222', amp: 6, lbr: 7 };
      seen = [];
      server = await scriptedServer(plainCharger(own));
      charger = createCharger({
        name: 'Garage',
        connection: 'http',
        host: server.url,
        pollIntervalS: 0.3,
        timeoutS: 2,
      });
    });
    afterEach(async () => {
      await charger.close();
      await server.close();
    });
    const watch = async () => {
      charger.watch(['amp'], { changed: (changes) => seen.push(...changes.map(({ value }) => value)) });
      await until(() => seen.length > 0, 'the first value');
    };
    const sets = () => server.asked.filter((path) => path.startsWith('/api/set'));

    it('is reported with both serial numbers by the next read', async () => {
      await watch();
      server.answer = plainCharger(other);
      await assert.rejects(charger.read(['lbr'], 'charger'), both);
      await assert.rejects(charger.read('all', 'charger'), both);
      assert.equal(charger.known('lbr'), undefined);
      await until(() => charger.availability.state === 'offline', 'offline', 10_000);
      assert.deepEqual(seen, [16]);
      assert.equal(charger.identity.serial, '111111');
    });

    it('is not written to by the next write', async () => {
      await watch();
      server.answer = plainCharger(other);
      await assert.rejects(charger.write({ amp: 10 }, 'accepted'), /222222, and not 111111/);
      assert.deepEqual(sets(), []);
      assert.equal(other.amp, 6);
    });

    it('is not written to where nobody polls', async () => {
      await charger.write({ amp: 10 }, 'readback');
      server.answer = plainCharger(other);
      await assert.rejects(charger.write({ amp: 12 }, 'readback'), /222222, and not 111111/);
      assert.equal(sets().length, 1);
    });

    it('is asked who it is with the look before a write, or else by itself', async () => {
      server.asked.length = 0;
      await charger.write({ amp: 10 }, 'readback');
      const paths = () => server.asked.map((path) => path.replace(/^.api./, ''));
      assert.match(paths()[0]!, /^status.filter=amp,.*sse/);
      assert.deepEqual(paths().slice(1, 3), ['set?amp=10', 'status?filter=amp,sse']);
      server.asked.length = 0;
      await charger.write({ amp: 12 }, 'accepted');
      assert.deepEqual(paths(), ['status?filter=sse', 'set?amp=12']);
    });

    it('is recognised in the same body as the value, also where the charger ignores the filter', async () => {
      await watch();
      server.answer = (_request, response) => void response.end(JSON.stringify(other));
      await until(() => charger.availability.state === 'offline', 'offline', 10_000);
      assert.deepEqual(seen, [16]);
    });

    it('is no trouble any more when the own charger is back', async () => {
      await watch();
      server.answer = plainCharger(other);
      await until(() => charger.availability.state === 'offline', 'offline', 10_000);
      own.amp = 20;
      server.answer = plainCharger(own);
      await until(() => seen.includes(20), 'its value', 15_000);
      await charger.write({ amp: 11 }, 'readback');
      assert.equal(own.amp, 11);
    });

    it('shows a serial number of any kind as short plain text', async () => {
      await watch();
      server.answer = plainCharger({ ...other, sse: `\u202E99\n${'9'.repeat(5000)}` });
      await assert.rejects(charger.read(['amp'], 'charger'), ({ message }: Error) => {
        assert.match(message, /serial number 99 9+, and not 111111/);
        assert.ok(message.length < 300, message);
        return true;
      });
    });
  },
);
