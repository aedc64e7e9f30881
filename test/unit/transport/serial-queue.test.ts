import assert from 'node:assert/strict';
import { createCharger } from '../../../lib/charger/index';
import { serialQueueFor } from '../../../lib/transport/http/serial-queue';
import { plainCharger, type ScriptedServer, scriptedServer } from '../../support/scripted-server';

describe('The serial queue of an address', () => {
  let server: ScriptedServer;
  beforeEach(async () => {
    const answer = plainCharger({ sse: '123456', amp: 16, psm: 0 });
    server = await scriptedServer((request, response) => void setTimeout(() => answer(request, response), 20));
  });
  afterEach(() => server.close());

  it('a charger that is configured twice never has two requests open', async () => {
    const twice = [1, 2].map(() => createCharger({ connection: 'http', host: server.url, pollIntervalS: 0.2 }));
    const stops = twice.map((charger) => charger.watch(['amp'], { changed: () => {} }));
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(twice.map((charger, at) => charger.write({ amp: 6 + round * 2 + at }, 'accepted')));
      await Promise.all(twice.map((charger) => charger.read(['psm'], 'charger')));
    }
    for (const stop of stops) stop();
    await Promise.all(twice.map((charger) => charger.close()));
    assert.equal(server.mostAtOnce, 1);
    assert.ok(server.asked.length > 20);
  });

  it('one of the two that is closed during a request does not hold up the other', async () => {
    const [first, second] = [1, 2].map(() => createCharger({ connection: 'http', host: server.url, timeoutS: 5 }));
    server.answer = () => {};
    const hanging = first!.read(['amp'], 'charger').catch((error) => error.code);
    while (server.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    server.answer = plainCharger({ sse: '123456', amp: 16 });
    const reading = second!.read(['amp'], 'charger');
    await first!.close();
    assert.equal(await hanging, 'CLOSED');
    assert.equal((await reading).get('amp')?.value, 16);
    await second!.close();
  });

  it('a failed task is followed by the next one, and other addresses do not wait', async () => {
    const queue = serialQueueFor('http://one');
    const never = serialQueueFor('http://two')(() => new Promise(() => {}));
    const failed = queue(() => Promise.reject(new Error('no')));
    assert.equal(await queue(async () => 'next'), 'next');
    await assert.rejects(failed, /no/);
    assert.ok(never);
  });
});
