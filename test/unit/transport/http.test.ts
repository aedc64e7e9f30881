import assert from 'node:assert/strict';
import { createHttpApi } from '../../../lib/transport/http/http';
import type { PolledApi } from '../../../lib/transport/http/polled-api';
import { plainCharger, type ScriptedServer, scriptedServer } from '../../support/scripted-server';

describe('The local API', () => {
  const { signal } = new AbortController();
  const values = (): Record<string, unknown> => ({ sse: '123456', fwv: '055.7', amp: 16, car: 1, fna: 'x' });
  let server: ScriptedServer;
  let transport: PolledApi;

  const connect = async (answer: ScriptedServer['answer']) => {
    server = await scriptedServer(answer);
    transport = createHttpApi(server.url, 2000);
  };
  afterEach(async () => {
    await transport.close();
    await server.close();
  });

  it('fails when the device stays locked', async () => {
    await connect((_request, response) => {
      response.statusCode = 500;
      response.end("couldn't take api lock in 3s, please try again later");
    });
    const started = performance.now();
    await assert.rejects(transport.ask(new Set(['amp']), signal), { code: 'TIMEOUT', message: /busy/ });
    assert.ok(performance.now() - started < 2500);
  });

  it('is asked for something even where the charger has none of the keys wanted', async () => {
    await connect(plainCharger(values()));
    const wanted = new Set(['nosuch']);
    await transport.ask(wanted, signal);
    assert.equal((await transport.ask(wanted, signal)).size, 0);
    assert.ok(server.lastFilter()?.includes('sse'), 'whether it is there is asked with a key it has');
    await server.close();
    await assert.rejects(transport.ask(wanted, signal), { code: 'OFFLINE' });
  });

  it('does not take keys for missing because an updated charger speaks the other filter', async () => {
    let isOld = true;
    const plain = plainCharger(values());
    await connect((request, response) => {
      const raw = new URL(request.url ?? '', 'http://charger').searchParams.get('filter') ?? '';
      if (raw.startsWith('[') === isOld) plain(request, response);
      else response.end('{}');
    });
    const wanted = new Set(['amp', 'car', 'nosuch']);
    assert.deepEqual([...(await transport.ask(wanted, signal)).keys()], ['amp', 'car']);
    isOld = false;
    assert.deepEqual([...(await transport.ask(wanted, signal)).keys()], ['amp', 'car']);
    await transport.ask(wanted, signal);
    assert.deepEqual(server.lastFilter(), ['amp', 'car', 'nosuch'], 'one request, in its own spelling');
  });

  it('takes a key that is left out for no broken answer, also where it was there before', async () => {
    const some = values();
    await connect(plainCharger(some));
    await transport.ask(new Set(['car']), signal);
    delete some.car;
    assert.equal((await transport.ask(new Set(['car']), signal)).size, 0);
    await transport.ask(new Set(['fna']), signal);
    delete some.fna;
    delete some.sse;
    assert.equal((await transport.ask(new Set(['fna', 'amp']), signal)).size, 1);
  });

  it('keeps the replies of a write whose second request fails, and sends no third', async () => {
    const plain = plainCharger(values());
    await connect((request, response) => {
      if (!request.url?.includes('fna=')) return plain(request, response);
      response.statusCode = 404;
      response.end('This URI does not exist');
    });
    const long = JSON.stringify('y'.repeat(400));
    const write = { amp: '9', fna: long, cid: long };
    const answers = await transport.send(new Map(Object.entries(write)), signal);
    assert.deepEqual(answers.get('amp'), { taken: true });
    for (const key of ['fna', 'cid']) {
      const answer = answers.get(key);
      assert.ok(typeof answer === 'object' && 'failed' in answer && answer.failed.code === 'OFFLINE', key);
    }
    assert.equal(server.asked.filter((path) => path.includes('cid=')).length, 0);
  });

  it('keeps a refusal short and on one line', async () => {
    await connect((_request, response) => {
      response.statusCode = 500;
      response.end(JSON.stringify({ amp: `no\n\n${'x'.repeat(100_000)}` }));
    });
    const answer = (await transport.send(new Map([['amp', '9']]), signal)).get('amp');
    assert.ok(typeof answer === 'object' && 'refused' in answer);
    assert.ok(answer.refused.length <= 301);
    assert.match(answer.refused, /^no x/);
  });
});
