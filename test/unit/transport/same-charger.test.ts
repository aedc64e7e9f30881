import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { createHttpApi } from '../../../lib/transport/http/http';
import type { PolledApi } from '../../../lib/transport/http/polled-api';
import { sameCharger } from '../../../lib/transport/http/same-charger';
import { plainCharger, type ScriptedServer, scriptedServer } from '../../support/scripted-server';

describe('At an address where another charger may answer', () => {
  const { signal } = new AbortController();
  const amp = new Set(['amp']);
  const isAnother = { code: 'OFFLINE', message: /serial number 222222, and not 111111; .*fixed address/ };
  let first: Record<string, unknown>;
  let other: Record<string, unknown>;
  let server: ScriptedServer;
  let transport: PolledApi;

  beforeEach(async () => {
    first = { sse: '111111', amp: 16, car: 1 };
    other = { sse: '222222', amp: 6, car: 2 };
    server = await scriptedServer(plainCharger(first));
    transport = sameCharger(createHttpApi(server.url, 2000));
  });
  afterEach(async () => {
    await transport.close();
    await server.close();
  });

  const swap = async () => {
    await server.close();
    await assert.rejects(transport.ask(amp, signal), { code: 'OFFLINE' });
    server.answer = plainCharger(other);
    await server.listen();
  };
  const ask = async () => Object.fromEntries(await transport.ask(amp, signal));
  const writes = () => server.asked.filter((path) => path.startsWith('/api/set'));

  it('nothing is read from the other one, and both are named', async () => {
    await ask();
    await swap();
    await assert.rejects(ask(), isAnother);
    await assert.rejects(transport.ask('all', signal), isAnother);
  });

  it('nothing is written to the other one', async () => {
    await ask();
    await swap();
    await assert.rejects(transport.send(new Map([['amp', '10']]), signal), { ...isAnother, maybeSent: false });
    assert.deepEqual(writes(), []);
    assert.equal(other.amp, 6);
  });

  it('after a write that was cut off the charger is checked before the next one', async () => {
    await ask();
    server.answer = (request, response) =>
      request.url?.startsWith('/api/set') ? request.socket.destroy() : plainCharger(first)(request, response);
    await assert.rejects(transport.send(new Map([['amp', '10']]), signal), { code: 'OFFLINE' });
    server.answer = plainCharger(other);
    await assert.rejects(transport.send(new Map([['amp', '10']]), signal), isAnother);
    assert.equal(writes().length, 1);
  });

  it('a charger that has answered since the look of a write is not checked again before the write', async () => {
    await ask();
    const lookedAt = performance.now();
    await ask();
    server.asked.length = 0;
    await transport.send(new Map([['amp', '10']]), signal, lookedAt);
    assert.deepEqual(server.asked, ['/api/set?amp=10']);
    await transport.send(new Map([['amp', '11']]), signal, performance.now());
    assert.deepEqual(server.asked.slice(1), ['/api/status?filter=sse', '/api/set?amp=11']);
  });

  it('a read that began before the look of a write is no check for it', async () => {
    await ask();
    let answerNow = () => {};
    server.answer = (request, response) => {
      server.answer = plainCharger(first);
      answerNow = () => plainCharger(first)(request, response);
    };
    const earlier = ask();
    await delay(30);
    const lookedAt = performance.now();
    answerNow();
    await earlier;
    server.asked.length = 0;
    await transport.send(new Map([['amp', '10']]), signal, lookedAt);
    assert.deepEqual(server.asked, ['/api/status?filter=sse', '/api/set?amp=10']);
  });

  it('the first one is read and written again as soon as it is back', async () => {
    await ask();
    await swap();
    await assert.rejects(ask(), isAnother);
    server.answer = plainCharger(first);
    await transport.send(new Map([['amp', '10']]), signal);
    assert.equal(first.amp, 10);
    assert.equal((await ask()).amp, 10);
  });

  it('one that took the place between two polls is found by the next request', async () => {
    await ask();
    server.answer = plainCharger(other);
    await assert.rejects(ask(), isAnother);
    server.answer = plainCharger(first);
    await ask();
    server.answer = plainCharger(other);
    await delay(60);
    await assert.rejects(transport.send(new Map([['amp', '10']]), signal), { ...isAnother, maybeSent: false });
    assert.deepEqual(writes(), []);
  });

  it('no value is used of a status whose portions come from two chargers', async () => {
    const many = new Set(Array.from({ length: 150 }, (_, at) => `k${String(at).padStart(2, '0')}`));
    await ask();
    server.asked.length = 0;
    server.answer = (request, response) =>
      plainCharger({ ...(server.asked.length > 1 ? other : first), k01: 1, k149: 1 })(request, response);
    await assert.rejects(transport.ask(many, signal), isAnother);
  });

  it('each request asks for the serial number, and the first one for the kind', async () => {
    await ask();
    assert.deepEqual(server.lastFilter(), ['amp', 'sse', 'typ', 'car', 'ccp']);
    await ask();
    assert.deepEqual(server.lastFilter(), ['amp', 'sse']);
    await server.close();
    await assert.rejects(ask(), { code: 'OFFLINE' });
    await server.listen();
    await ask();
    assert.deepEqual(server.lastFilter(), ['amp', 'sse', 'typ', 'car', 'ccp']);
  });

  it('the serial number of the configuration counts, with and without leading zeros', async () => {
    const expecting = (serial: string) => sameCharger(createHttpApi(server.url, 2000), { serial });
    await expecting('0111111').ask(amp, signal);
    await assert.rejects(expecting('333333').ask(amp, signal), { message: /serial number 111111, and not 333333/ });
  });
});
