import assert from 'node:assert/strict';
import { createHttpApi } from '../../../lib/transport/http/http';
import { createPolledTransport } from '../../../lib/transport/http/polled';
import { type Transport, TransportError } from '../../../lib/transport/transport';
import { type ScriptedServer, scriptedServer } from '../../support/scripted-server';
import { until } from '../../support/until';

describe('A lost charger that takes requests and answers none', function () {
  this.timeout(40_000);
  const FULL_TIME_MS = 6000;
  /** A search request ends after 3.3 s; the server sees it late, and what a busy machine adds must not reach the full time. */
  const HURRIED_MS = { least: 2800, most: 5300 };
  const amp = new Set(['amp']);
  let server: ScriptedServer;
  let transport: Transport;
  let downs: TransportError[];
  /** Start of each request, and the time for which it was held. */
  let requests: { at: number; tookMs?: number }[];

  beforeEach(async () => {
    requests = [];
    downs = [];
    server = await scriptedServer((_request, response) => {
      const request: (typeof requests)[number] = { at: performance.now() };
      requests.push(request);
      response.on('close', () => {
        request.tookMs = performance.now() - request.at;
      });
    });
    const listener = { values() {}, up() {}, down: (error: TransportError) => downs.push(error) };
    transport = createPolledTransport(createHttpApi(server.url, FULL_TIME_MS), 300, new Set(['sse']), listener);
    await server.close();
  });
  afterEach(async () => {
    await transport.close();
    await server.close();
  });

  const isHurried = (ms: number) => ms >= HURRIED_MS.least && ms <= HURRIED_MS.most;

  it('is searched for at an even pace, and no request lasts long', async () => {
    transport.want(amp, false);
    await until(() => downs.length > 0, 'a first request');
    await server.listen();
    await until(() => requests.length === 3, 'three requests', 25_000);
    for (const { tookMs } of requests.slice(0, 2)) assert.ok(isHurried(tookMs!), `a request of ${tookMs} ms`);
    // Half a second after the one before, and not another 2.4 to 3.6 s.
    const apartMs = requests[2]!.at - requests[1]!.at;
    assert.ok(apartMs < HURRIED_MS.most, `requests ${apartMs} ms apart`);
    const { message } = downs.at(-1)!;
    const named = Number(/^no answer within ([\d.]+) s$/.exec(message)?.[1]);
    assert.ok(isHurried(named * 1000), message);
  });

  it('has the usual timeout at each tenth search request, for it may have become slow', async () => {
    const request = async () => {
      const started = performance.now();
      const error = await transport.ask(amp, new AbortController().signal).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof TransportError);
      return { code: error.code, tookMs: performance.now() - started };
    };
    for (let times = 0; times < 10; times += 1) assert.equal((await request()).code, 'OFFLINE');
    await server.listen();
    const unhurried = await request();
    assert.equal(unhurried.code, 'TIMEOUT');
    assert.ok(unhurried.tookMs >= FULL_TIME_MS - 100, `the unhurried request took ${unhurried.tookMs} ms`);
    const hurried = await request();
    assert.equal(hurried.code, 'TIMEOUT');
    assert.ok(isHurried(hurried.tookMs), `the next one took ${hurried.tookMs} ms`);
  });
});
