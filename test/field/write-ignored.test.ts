import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type Charger, createCharger } from '../../lib/charger';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { startCharger, type TestCharger } from '../support/chargers';
import { type End, endOf } from '../support/ends';
import { caught, deploy, give, put, sent, shows, statuses, useNodeRed } from '../support/flow';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';
import { until } from '../support/until';

const count = (ends: readonly End[], how: string) => ends.filter((end) => end.how === how).length;

quirk(
  {
    topic: 'Writing',
    seen: 'Some firmware answers true to every write and does nothing, while a flow writes another value every few seconds.',
    sources: ['goecharger/go-eCharger-API-v2#306', 'tried against 0.3.0'],
    here: 'The timeout counts from the first value that was not confirmed: one message ends as UNCONFIRMED, those that are replaced after it as superseded, and goe-set stays red until a write succeeds.',
  },
  () => {
    for (const connection of ['http', 'mqtt'] as const)
      describe(`over ${connection}`, function () {
        this.timeout(40_000);
        let server: ScriptedServer;
        let broker: TestBroker;
        let sim: Simulator;
        let charger: Charger;
        let values: Record<string, unknown>;
        let isIgnoring: boolean;
        const sets: string[] = [];

        beforeEach(async () => {
          sets.length = 0;
          isIgnoring = true;
          values = { sse: '123456', fwv: '60.5', typ: 'go-eCharger', rbt: 900_000, amp: 16, frc: 0 };
          if (connection === 'mqtt') {
            broker = await startBroker();
            sim = createSimulator({ serial: '123456' });
            sim.set({ amp: 16, frc: 0 });
            sim.fault('ignored');
            sim.on('write', ({ values: written }) => sets.push(JSON.stringify(written)));
            await sim.connectMqtt({ url: broker.url });
            charger = createCharger({ connection, broker: broker.url, serial: '123456', timeoutS: 4 });
            charger.watch(['amp', 'frc'], { changed() {} });
            await until(() => charger.availability.state === 'online' && charger.known('frc'), 'online');
          } else {
            const plain = plainCharger(values);
            server = await scriptedServer((request, response) => {
              if (!request.url?.startsWith('/api/set')) return plain(request, response);
              sets.push(request.url);
              if (!isIgnoring) return plain(request, response);
              const keys = [...new URL(request.url, 'http://charger').searchParams.keys()];
              response.end(JSON.stringify(Object.fromEntries(keys.map((key) => [key, true]))));
            });
            charger = createCharger({ connection, host: server.url, timeoutS: 4 });
          }
        });
        afterEach(async () => {
          await charger.close();
          if (connection === 'mqtt') {
            await sim.close();
            await broker.stop();
          } else await server.close();
        });
        const obey = () => {
          isIgnoring = false;
          if (connection === 'mqtt') sim.clearFaults();
        };
        const stand = (key: string, value: number) => {
          if (connection === 'mqtt') sim.set({ [key]: value });
          else values[key] = value;
        };

        it('reports it once, although each value supersedes the one before', async () => {
          const ends: End[] = [];
          for (let amp = 6; amp < 11; amp += 1) {
            void endOf(charger.write({ amp }, 'readback'), 'amp').then((end) => ends.push(end));
            await delay(2700);
          }
          const failures = ends.filter(({ how }) => how === 'UNCONFIRMED');
          assert.equal(failures.length, 1, ends.map(({ how }) => how).join());
          assert.match(failures[0]!.message, /still reads 16/);
          assert.equal(count(ends, 'superseded'), ends.length - 1);
        });

        it('reports it to a flow that alternates between the present value and another', async () => {
          const ends: End[] = [];
          for (let at = 0; at < 5; at += 1) {
            void endOf(charger.write({ amp: at % 2 ? 16 : 10 }, 'readback'), 'amp').then((end) => ends.push(end));
            await delay(2700);
          }
          assert.equal(count(ends, 'UNCONFIRMED'), 1, ends.map(({ how }) => how).join());
        });

        it('reports it again after the present value was confirmed', async () => {
          assert.equal((await endOf(charger.write({ amp: 10 }, 'readback'), 'amp')).how, 'UNCONFIRMED');
          assert.equal((await endOf(charger.write({ amp: 16 }, 'readback'), 'amp')).how, 'confirmed');
          const ends: End[] = [];
          for (const amp of [11, 12, 13]) {
            void endOf(charger.write({ amp }, 'readback'), 'amp').then((end) => ends.push(end));
            await delay(2700);
          }
          assert.equal(count(ends, 'UNCONFIRMED'), 1, ends.map(({ how }) => how).join());
        });

        it('says nothing where values are replaced before they show, and show', async () => {
          obey();
          const ends = [];
          for (let at = 0; at < 20; at += 1) {
            ends.push(endOf(charger.write({ amp: 6 + at }, 'readback'), 'amp'));
            await delay(300);
          }
          const all = await Promise.all(ends);
          assert.equal(count(all, 'confirmed') + count(all, 'superseded'), 20, all.map(({ how }) => how).join());
          assert.equal(all.at(-1)!.how, 'confirmed');
        });

        it('sends the same value once while it is not shown yet, and confirms it to all who want it', async () => {
          const ends = [];
          for (let at = 0; at < 20; at += 1) {
            ends.push(endOf(charger.write({ frc: 1 }, 'readback'), 'frc'));
            await delay(100);
          }
          assert.equal(sets.length, 1, sets.join());
          stand('frc', 1);
          assert.equal(count(await Promise.all(ends), 'confirmed'), 20);
          assert.equal((await endOf(charger.write({ frc: 1 }, 'readback'), 'frc')).how, 'unchanged');
          assert.equal(sets.length, 1);
        });

        it('sends it once in each time limit where it never shows', async () => {
          const inThreeSeconds = async () => {
            const ends = [];
            for (let at = 0; at < 30; at += 1) {
              ends.push(endOf(charger.write({ frc: 1 }, 'readback'), 'frc'));
              await delay(100);
            }
            assert.equal(count(await Promise.all(ends), 'UNCONFIRMED'), 30);
          };
          await inThreeSeconds();
          assert.equal(sets.length, 1, sets.join());
          // The timeout of the request itself ends shortly after that of its first message.
          await delay(300);
          await inThreeSeconds();
          assert.equal(sets.length, 2, sets.join());
        });

        it('does so too where the charger’s word is enough', async () => {
          const ends = [];
          for (let at = 0; at < 30; at += 1) {
            ends.push(endOf(charger.write({ frc: 1 }, 'accepted'), 'frc'));
            await delay(100);
          }
          assert.equal(count(await Promise.all(ends), 'accepted'), 30);
          assert.equal(sets.length, 1, sets.join());
        });

        it('sends again what somebody else has changed back meanwhile', async () => {
          obey();
          assert.equal((await endOf(charger.write({ frc: 1 }, 'readback'), 'frc')).how, 'confirmed');
          stand('frc', 0);
          if (connection === 'mqtt') await until(() => charger.known('frc')?.value === 0, 'the value is received');
          // A value that was read within a second is not read again.
          else await delay(1100);
          assert.equal((await endOf(charger.write({ frc: 1 }, 'readback'), 'frc')).how, 'confirmed');
          assert.equal(sets.length, 2);
        });

        it('does not take a value for on its way that somebody else has overruled', async () => {
          const first = endOf(charger.write({ amp: 10 }, 'readback'), 'amp');
          await until(() => sets.length === 1, 'sent');
          await delay(300);
          stand('amp', 8);
          await delay(2500);
          obey();
          const second = endOf(charger.write({ amp: 10 }, 'readback'), 'amp');
          assert.equal((await second).how, 'confirmed');
          assert.equal((await first).how, 'superseded');
        });
      });

    describe('at a goe-set in Node-RED', function () {
      this.timeout(40_000);
      useNodeRed();
      let charger: TestCharger;
      afterEach(() => charger.close());

      it('gives a Catch node one error, and shows red until a write succeeds', async () => {
        charger = await startCharger('http', { timeout: 3 });
        charger.sim.fault('ignored');
        await deploy([charger.node, { id: 'set', type: 'goe-set', charger: 'charger' }]);
        for (let amp = 6; amp < 10; amp += 1) {
          put('set', { payload: { amp } });
          await delay(2700);
        }
        assert.deepEqual(
          caught().map(({ error }) => error.code),
          ['UNCONFIRMED'],
        );
        assert.ok(sent('set').every(({ result }) => result.amp.outcome === 'superseded'));
        const { fill, shape, text } = statuses('set').at(-1)!;
        assert.deepEqual([fill, shape, text], ['red', 'dot', 'not confirmed']);
        charger.sim.clearFaults();
        assert.equal((await give('set', { payload: { amp: 12 } })).sent?.result.amp.outcome, 'confirmed');
        await shows('set', (status) => status.fill === 'green', 'green again');
      });
    });
  },
);

quirk(
  {
    topic: 'Writing',
    seen: 'The app sets a value, and the flow sets the same shortly after.',
    sources: ['tried against 0.3.0'],
    here: 'A value that the charger has already is not sent and ends as unchanged, whoever has set it and whatever the flow wrote before.',
  },
  () => {
    let server: ScriptedServer;
    let charger: Charger;
    afterEach(async () => {
      await charger.close();
      await server.close();
    });

    for (const confirm of ['readback', 'accepted'] as const)
      it(`is unchanged after a write that was ${confirm === 'readback' ? 'confirmed' : 'accepted and has shown'}`, async () => {
        const values: Record<string, unknown> = {
          sse: '123456',
          fwv: '60.5',
          typ: 'go-eCharger',
          rbt: 900_000,
          amp: 16,
        };
        server = await scriptedServer(plainCharger(values));
        charger = createCharger({ connection: 'http', host: server.url, timeoutS: 4, pollIntervalS: 0.2 });
        charger.watch(['amp'], { changed() {} });
        await endOf(charger.write({ amp: 10 }, confirm), 'amp');
        await until(() => charger.known('amp')?.value === 10, 'shown');
        values.amp = 14;
        assert.equal((await endOf(charger.write({ amp: 12 }, 'readback'), 'amp')).how, 'confirmed');
        values.amp = 20;
        await until(() => charger.known('amp')?.value === 20, 'set in the app');
        const end = await endOf(charger.write({ amp: 20 }, 'readback'), 'amp');
        assert.equal(end.how, 'unchanged');
        assert.equal(server.asked.filter((path) => path.includes('amp=20')).length, 0);
      });
  },
);
