import assert from 'node:assert/strict';
import { createHttpApi } from '../../../lib/transport/http/http';
import { createPolledTransport } from '../../../lib/transport/http/polled';
import { type Transport, TransportError } from '../../../lib/transport/transport';
import { type ScriptedServer, scriptedServer } from '../../support/scripted-server';
import { until } from '../../support/until';

describe('A lost charger that takes requests and answers none', function () {
  this.timeout(40_000);
  const FULL_TIME_MS = 6000;
  /** A hurried look ends after 3.3 s; the server sees it late, and what a busy machine adds must not reach the full time. */
  const HURRIED_MS = { least: 2800, most: 5300 };
  const amp = new Set(['amp']);
  let server: ScriptedServer;
  let transport: Transport;
  let downs: TransportError[];
  /** When each look began, and how long it was held. */
  let looks: { at: number; tookMs?: number }[];

  beforeEach(async () => {
    looks = [];
    downs = [];
    server = await scriptedServer((_request, response) => {
      const look: (typeof looks)[number] = { at: performance.now() };
      looks.push(look);
      response.on('close', () => {
        look.tookMs = performance.now() - look.at;
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

  it('is looked for at an even pace, and no look lasts long', async () => {
    transport.want(amp, false);
    await until(() => downs.length > 0, 'a first look');
    await server.listen();
    await until(() => looks.length === 3, 'three looks', 25_000);
    for (const { tookMs } of looks.slice(0, 2)) assert.ok(isHurried(tookMs!), `a look of ${tookMs} ms`);
    // Half a second after the one before, and not another 2.4 to 3.6 s.
    const apartMs = looks[2]!.at - looks[1]!.at;
    assert.ok(apartMs < HURRIED_MS.most, `looks ${apartMs} ms apart`);
    const { message } = downs.at(-1)!;
    const told = Number(/^no answer within ([\d.]+) s$/.exec(message)?.[1]);
    assert.ok(isHurried(told * 1000), message);
  });

  it('has all the time there is at each tenth look, for it may have become slow', async () => {
    const look = async () => {
      const started = performance.now();
      const error = await transport.ask(amp, new AbortController().signal).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof TransportError);
      return { code: error.code, tookMs: performance.now() - started };
    };
    for (let times = 0; times < 10; times += 1) assert.equal((await look()).code, 'OFFLINE');
    await server.listen();
    const patient = await look();
    assert.equal(patient.code, 'TIMEOUT');
    assert.ok(patient.tookMs >= FULL_TIME_MS - 100, `the patient look took ${patient.tookMs} ms`);
    const hurried = await look();
    assert.equal(hurried.code, 'TIMEOUT');
    assert.ok(isHurried(hurried.tookMs), `the next one took ${hurried.tookMs} ms`);
  });
});
