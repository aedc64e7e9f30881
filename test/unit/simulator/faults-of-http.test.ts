/** Faults of the local API and of its connections. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { FaultName, FaultOptions } from '../../../lib/simulator';
import { until } from '../../support/until';
import { closeAll, json, withHttp } from './fixture';

describe('faults of the local API', () => {
  afterEach(closeAll);

  const answers: [FaultName, FaultOptions, number, RegExp][] = [
    ['404', {}, 404, /^This URI does not exist$/],
    ['apiOff', {}, 404, /^Nothing matches the given URI$/],
    ['lock', {}, 500, /^couldn't take api lock in 3s/],
    ['html', {}, 200, /^<!DOCTYPE html>/],
    ['incomplete', {}, 200, /^\{"amp"[^}]*$/],
  ];
  for (const [name, options, status, text] of answers) {
    it(`${name}: responds with ${status}, until the fault is cleared`, async () => {
      const { get, simulator } = await withHttp();
      simulator.fault(name, options);
      const response = await get('status?filter=amp,car');
      assert.equal(response.status, status);
      assert.match(response.text, text);
      assert.equal(response.broken, false);
      simulator.clearFaults();
      assert.deepEqual(json(await get('status?filter=amp')), { amp: 16 });
    });
  }

  it('reset: the connection is reset, as often as `times` says', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('reset', { times: 1 });
    await assert.rejects(get('status'), { code: 'ECONNRESET' });
    assert.equal((await get('status')).status, 200);
  });

  it('truncated: the connection breaks in the middle of the response', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('truncated');
    const response = await get('status');
    assert.equal(response.broken, true);
    assert.throws(() => JSON.parse(response.text), SyntaxError);
  });

  it('hang: no response, and no open request after the client has closed', async () => {
    const { simulator, url } = await withHttp();
    simulator.fault('hang', { times: 1 });
    const controller = new AbortController();
    const hanging = fetch(`${url}/api/status`, { signal: controller.signal });
    await until(() => simulator.openRequests === 1, 'the request');
    controller.abort();
    await assert.rejects(hanging, { name: 'AbortError' });
    await until(() => simulator.openRequests === 0, 'its end');
    assert.equal(simulator.requests.at(-1)?.status, 0);
  });

  it('ignored: writes are accepted and change nothing, those of other keys work', async () => {
    const { get, simulator, clock } = await withHttp();
    simulator.fault('ignored', { keys: ['amp'] });
    assert.deepEqual(json(await get('set?amp=9&lmo=4')), { amp: true, lmo: true });
    await clock.advance(2000);
    assert.deepEqual(json(await get('status?filter=amp,lmo')), { amp: 16, lmo: 4 });
  });

  it('refuse: writes of one key are refused with the given text', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('refuse', { key: 'amp', text: 'not today' });
    assert.deepEqual(json(await get('set?amp=9&lmo=4')), { amp: 'amp: failed: not today (9)', lmo: true });
  });

  it('zeroNrg: the meter is all zero while the car charges', async () => {
    const { simulator, clock } = await withHttp({ car: {} });
    simulator.fault('zeroNrg');
    await clock.advance(30_000);
    assert.equal(simulator.get('car'), 2);
    assert.deepEqual(simulator.get('nrg'), Array(16).fill(0));
    assert.ok(Number(simulator.get('wh')) > 0);
  });

  it('closing ends requests that hang and responses that wait', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('slow', { ms: 60_000 });
    const waiting = get('status');
    await until(() => simulator.openRequests === 1, 'the request');
    await simulator.close();
    await assert.rejects(waiting);
  });
});
