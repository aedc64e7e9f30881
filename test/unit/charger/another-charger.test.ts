import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../../lib/charger';
import { createSimulator, type SeenWrite, type Simulator } from '../../../lib/simulator';
import { until } from '../../support/until';

const TOKEN = 'canary-token-4410';

for (const connection of ['http', 'cloud'] as const)
  describe(`A charger whose address another one was given (${connection})`, function () {
    this.timeout(40_000);
    let sim: Simulator;
    let port: number;
    let charger: Charger;
    const writes: SeenWrite[] = [];

    /** Another charger at the same address. */
    const moveIn = async (serial: string, amp: number) => {
      await sim?.close();
      sim = createSimulator({ serial });
      sim.set({ amp });
      sim.on('write', (write) => writes.push(write));
      port = (await (connection === 'http' ? sim.listenHttp({ port }) : sim.listenCloud({ port, token: TOKEN }))).port;
    };
    beforeEach(async () => {
      port = 0;
      writes.length = 0;
      await moveIn('111111', 16);
      const url = `http://127.0.0.1:${port}`;
      const where = connection === 'http' ? { host: url } : { serial: '111111', token: TOKEN, cloudUrl: url };
      charger = createCharger({ name: 'Garage', connection, ...where, pollIntervalS: 0.3, timeoutS: 3 });
      charger.watch(['amp'], { changed: () => {} });
      await until(() => charger.known('amp')?.value === 16, 'the first one');
    });
    afterEach(async () => {
      await charger.close();
      await sim.close();
    });

    it('is offline, keeps its own values and is not written to, until it is back', async () => {
      await sim.close();
      await until(() => charger.availability.state === 'offline', 'offline', 10_000);
      await moveIn('222222', 6);
      const namesBoth = () => {
        const now = charger.availability;
        return now.state === 'offline' && /222222, and not 111111/.test(now.reason);
      };
      await until(namesBoth, 'offline because of both', 10_000);
      assert.equal(charger.known('amp')?.value, 16);
      assert.equal(charger.identity.serial, '111111');
      await assert.rejects(charger.write({ amp: 10 }, 'accepted'), { code: 'OFFLINE' });
      assert.deepEqual(writes, []);
      await moveIn('111111', 20);
      await until(() => charger.known('amp')?.value === 20, 'its own value', 15_000);
      assert.equal(charger.availability.state, 'online');
    });
  });
