import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { ask, closeAll, fixture, json } from './fixture';

const TOKEN = 'simulated-token';

async function served() {
  const on = fixture();
  const { url } = await on.simulator.listenCloud({ token: TOKEN });
  const get = (path: string, token = TOKEN) =>
    ask(`${url}/api/${path}`, { headers: { Authorization: `Bearer ${token}` } });
  return { ...on, url, get };
}

describe('the cloud in front of a simulated charger', () => {
  afterEach(closeAll);

  it('answers with the time of the data', async () => {
    const { get } = await served();
    const answer = await get('status?filter=amp,nope');
    assert.deepEqual([answer.status, json(answer)], [200, { amp: 16 }]);
    assert.equal(answer.headers['last-modified'], 'Mon, 15 Jun 2026 12:00:00 GMT');
  });

  it('takes the token in the header or in the query, never logs it, and refuses others', async () => {
    const { get, url, simulator } = await served();
    assert.equal((await get('status', 'other')).status, 401);
    assert.equal((await ask(`${url}/api/status`)).status, 401);
    assert.equal((await ask(`${url}/api/status?filter=amp&token=${TOKEN}`)).status, 200);
    assert.ok(!JSON.stringify(simulator.requests).includes(TOKEN));
  });

  it('hands writes on with 202, read-only keys too', async () => {
    const { get, simulator, clock } = await served();
    const answer = await get('set?amp=9&alw=true');
    assert.deepEqual([answer.status, json(answer)], [202, { succeeded: [{ amp: 9 }, { alw: true }], failed: [] }]);
    await clock.advance(1000);
    assert.deepEqual([simulator.get('amp'), simulator.get('alw')], [9, true]);
  });

  it('hands on what the charger then refuses', async () => {
    const { get, simulator, clock } = await served();
    assert.equal((await get('set?amp=99')).status, 202);
    await clock.advance(1000);
    assert.equal(simulator.get('amp'), 16);
  });

  it('answers 422 when nothing in a write is JSON', async () => {
    const { get } = await served();
    const answer = await get('set?fna=Garage');
    assert.equal(answer.status, 422);
    assert.deepEqual(json(answer).succeeded, []);
  });

  it('says when the charger is not connected, and when its data is old', async () => {
    const { get, simulator } = await served();
    simulator.fault('offline', { times: 1 });
    assert.equal((await get('status')).status, 403);
    simulator.fault('outdated', { ageS: 100 });
    const answer = await get('status');
    assert.deepEqual([answer.status, json(answer)], [404, { success: false, reason: 'Data is outdated', age: 100 }]);
    assert.equal((await get('status?age=200')).status, 200);
  });

  it('is a bad gateway now and then', async () => {
    const { get, simulator } = await served();
    simulator.fault('badGateway', { times: 1 });
    assert.equal((await get('status')).status, 502);
    assert.equal((await get('status')).status, 200);
  });

  it('refuses while the cloud API is not allowed at the charger', async () => {
    const { get, simulator } = await served();
    simulator.set({ cae: false });
    assert.equal((await get('status')).status, 403);
  });
});
