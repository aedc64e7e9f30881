/** Faults of reads and writes, over HTTP and in the cloud. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { closeAll, json, withCloud, withHttp } from './fixture';

describe('faults of the responses of a simulated charger', () => {
  afterEach(closeAll);

  it('showsLate: an accepted value is visible later, the newest of two', async () => {
    const { get, simulator, clock } = await withHttp();
    simulator.fault('showsLate', { ms: 4000 });
    assert.equal((await get('set?amp=8')).status, 200);
    await clock.advance(4000);
    assert.equal(simulator.get('amp'), 16);
    await clock.advance(1000);
    assert.equal(simulator.get('amp'), 8);
  });

  it('takesUnknown: an unknown key is accepted and never visible', async () => {
    const { get, simulator, clock } = await withHttp();
    assert.equal((await get('set?acui=1')).status, 500);
    simulator.fault('takesUnknown');
    const response = await get('set?acui=1&amp=8');
    assert.deepEqual([response.status, json(response)], [200, { acui: true, amp: true }]);
    await clock.advance(3000);
    assert.deepEqual(json(await get('status?filter=acui,amp')), { amp: 8 });
  });

  it('CORE accepts unknown keys', async () => {
    const { get, simulator, clock } = await withHttp({ model: 'core-60.5' });
    assert.deepEqual(json(await get('set?lbr=10')), { lbr: true });
    await clock.advance(2000);
    assert.equal(simulator.get('ust'), undefined);
  });

  it('echoesValue: the refusal repeats the value, a secret too', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('echoesValue', { keys: ['wak'] });
    const response = await get(`set?wak=${encodeURIComponent('"my secret"')}&amp=8`);
    assert.equal(response.status, 500);
    assert.deepEqual(json(response), { wak: 'wak: failed: cannot be set to my secret ("my secret")', amp: true });
  });

  it('answersNull: the response to a restart is `null`, and the charger restarts', async () => {
    const { get, simulator, clock } = await withHttp();
    const before = Number(simulator.get('rbc'));
    simulator.fault('answersNull');
    assert.deepEqual(json(await get('set?amp=8')), { amp: true });
    const response = await get('set?rst=1');
    assert.deepEqual([response.status, response.text], [200, 'null']);
    await clock.advance(10_000);
    assert.equal(simulator.get('rbc'), before + 1);
  });

  it('unknown keys count neither as succeeded nor as failed in the oldest firmware', async () => {
    const { get } = await withHttp({ model: 'v3-051.3' });
    const response = await get('set?amx=16');
    assert.deepEqual([response.status, response.text], [500, '0 succeeded and 0 failed.']);
  });

  it('uriTooLong: 414, reading and writing, or one of them', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('uriTooLong', { path: 'set' });
    assert.equal((await get('status?filter=amp')).status, 200);
    const response = await get('set?amp=8');
    assert.deepEqual([response.status, response.text], [414, 'URI is too long']);
  });

  it('apiDies: 404 until the charger reboots', async () => {
    const { get, simulator, clock } = await withHttp();
    simulator.fault('apiDies');
    assert.equal((await get('status?filter=amp')).status, 404);
    simulator.reboot({ downMs: 1000 });
    await clock.advance(2000);
    assert.equal((await get('status?filter=amp')).status, 200);
  });

  it('apiDies: after minutes, and again after each boot', async () => {
    const { get, simulator, clock } = await withHttp();
    const statusOf = async () => (await get('status?filter=amp')).status;
    simulator.fault('apiDies', { ms: 120_000 });
    await clock.advance(100_000);
    assert.equal(await statusOf(), 200);
    await clock.advance(30_000);
    assert.equal(await statusOf(), 404);
    simulator.reboot({ downMs: 1000 });
    await clock.advance(100_000);
    assert.equal(await statusOf(), 200);
    await clock.advance(30_000);
    assert.equal(await statusOf(), 404);
  });

  it('padsRanges: a schedule of one range reads as two', async () => {
    const { simulator, clock } = await withHttp();
    simulator.fault('padsRanges');
    const range = { begin: { hour: 1, minute: 0 }, end: { hour: 2, minute: 0 } };
    const none = { begin: { hour: 0, minute: 0 }, end: { hour: 0, minute: 0 } };
    simulator.apply({ sch_week: { control: 1, ranges: [range] } });
    await clock.advance(1000);
    assert.deepEqual(simulator.get('sch_week'), { control: 1, ranges: [range, none] });
  });

  it('oddStatus: correct responses with another status, also one without a key', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('oddStatus', { times: 2 });
    simulator.fault('missing', { keys: ['car'], times: 1 });
    const first = await get('status?filter=amp,car');
    assert.deepEqual([first.status, json(first)], [500, { amp: 16 }]);
    simulator.fault('oddStatus', { status: 400 });
    const second = await get('status?filter=amp,car');
    assert.deepEqual([second.status, json(second)], [400, { amp: 16, car: 1 }]);
  });

  it('ignoresFilter: all keys, whatever the filter', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('ignoresFilter');
    assert.deepEqual(Object.keys(json(await get('status?filter=amp'))), Object.keys(simulator.all()));
  });

  it('namesRejected: unknown keys are named, with 400', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('namesRejected');
    assert.equal((await get('status?filter=amp')).status, 200);
    const response = await get('status?filter=amp,ffbx,carx');
    assert.deepEqual([response.status, json(response)], [400, { amp: 16, rejected: ['ffbx', 'carx'] }]);
  });

  it('a write of the tariff fetches its prices, also of the same one', async () => {
    const { simulator, clock } = await withHttp();
    simulator.set({ awcp: null });
    simulator.apply({ awc: simulator.get('awc') as number });
    await clock.advance(1000);
    assert.equal((simulator.get('awcp') as { start: number }).start * 1000, Date.UTC(2026, 5, 15, 12));
  });

  it('a name needs four characters', async () => {
    const { get } = await withHttp();
    assert.deepEqual(json(await get('set?fna=%22Box%22')), {
      fna: 'fna: failed: value must have at least 4 characters ("Box")',
    });
  });

  it('tokenRefused: the cloud responds with 401, whatever the token', async () => {
    const { get, simulator } = await withCloud();
    simulator.fault('tokenRefused', { times: 1 });
    assert.equal((await get('status?filter=amp')).status, 401);
    assert.equal((await get('status?filter=amp')).status, 200);
  });

  it('tooManyRequests: the cloud responds with 429, with Retry-After where given', async () => {
    const { get, simulator } = await withCloud();
    simulator.fault('tooManyRequests', { times: 1 });
    const plain = await get('status?filter=amp');
    assert.deepEqual([plain.status, plain.headers['retry-after']], [429, undefined]);
    simulator.fault('tooManyRequests', { ms: 90_000 });
    const later = await get('set?amp=8');
    assert.deepEqual([later.status, later.headers['retry-after']], [429, '90']);
    const date = 'Mon, 15 Jun 2026 12:05:00 GMT';
    simulator.fault('tooManyRequests', { text: date });
    assert.equal((await get('status')).headers['retry-after'], date);
    assert.equal(simulator.get('amp'), 16);
  });
});
