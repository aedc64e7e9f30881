import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { ask, closeAll, fixture, json } from './fixture';

const TOKEN = 'simulated-token';

async function withHttp() {
  const on = fixture();
  const { url } = await on.simulator.listenCloud({ token: TOKEN });
  const get = (path: string, token = TOKEN) =>
    ask(`${url}/api/${path}`, { headers: { Authorization: `Bearer ${token}` } });
  return { ...on, url, get };
}

describe('the cloud endpoint of a simulated charger', () => {
  afterEach(closeAll);

  it('responds with the time of the data', async () => {
    const { get } = await withHttp();
    const response = await get('status?filter=amp,nope');
    assert.deepEqual([response.status, json(response)], [200, { amp: 16 }]);
    assert.equal(response.headers['last-modified'], 'Mon, 15 Jun 2026 12:00:00 GMT');
  });

  it('accepts the token in the header or in the query, never logs it, and refuses others', async () => {
    const { get, url, simulator } = await withHttp();
    assert.equal((await get('status', 'other')).status, 401);
    assert.equal((await ask(`${url}/api/status`)).status, 401);
    assert.equal((await ask(`${url}/api/status?filter=amp&token=${TOKEN}`)).status, 200);
    assert.ok(!JSON.stringify(simulator.requests).includes(TOKEN));
  });

  it('passes writes on with 202, read-only keys too', async () => {
    const { get, simulator, clock } = await withHttp();
    const response = await get('set?amp=9&alw=true');
    assert.deepEqual([response.status, json(response)], [202, { succeeded: [{ amp: 9 }, { alw: true }], failed: [] }]);
    await clock.advance(1000);
    assert.deepEqual([simulator.get('amp'), simulator.get('alw')], [9, true]);
  });

  it('passes on a write that the charger refuses', async () => {
    const { get, simulator, clock } = await withHttp();
    assert.equal((await get('set?amp=99')).status, 202);
    await clock.advance(1000);
    assert.equal(simulator.get('amp'), 16);
  });

  it('responds with 422 when no value of a write is JSON', async () => {
    const { get } = await withHttp();
    const response = await get('set?fna=Garage');
    assert.equal(response.status, 422);
    assert.deepEqual(json(response).succeeded, []);
  });

  it('reports a charger that is not connected, and data that is old', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('offline', { times: 1 });
    assert.equal((await get('status')).status, 403);
    simulator.fault('outdated', { ageS: 100 });
    const response = await get('status');
    assert.deepEqual(
      [response.status, json(response)],
      [404, { success: false, reason: 'Data is outdated', age: 100 }],
    );
    assert.equal((await get('status?age=200')).status, 200);
  });

  it('badGateway: responds with 502', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('badGateway', { times: 1 });
    assert.equal((await get('status')).status, 502);
    assert.equal((await get('status')).status, 200);
  });

  it('refuses while the cloud API is disabled at the charger', async () => {
    const { get, simulator } = await withHttp();
    simulator.set({ cae: false });
    assert.equal((await get('status')).status, 403);
  });
});
