/** Faults of the simulated charger that are about what is asked of it and what it takes, over HTTP and in the cloud. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { closeAll, inCloud, json, served } from './fixture';

describe('faults of how a simulated charger answers', () => {
  afterEach(closeAll);

  it('showsLate: what is taken shows later, the newest of two', async () => {
    const { get, simulator, clock } = await served();
    simulator.fault('showsLate', { ms: 4000 });
    assert.equal((await get('set?amp=8')).status, 200);
    await clock.advance(4000);
    assert.equal(simulator.get('amp'), 16);
    await clock.advance(1000);
    assert.equal(simulator.get('amp'), 8);
  });

  it('takesUnknown: a key it does not have is taken and never shown', async () => {
    const { get, simulator, clock } = await served();
    assert.equal((await get('set?acui=1')).status, 500);
    simulator.fault('takesUnknown');
    const answer = await get('set?acui=1&amp=8');
    assert.deepEqual([answer.status, json(answer)], [200, { acui: true, amp: true }]);
    await clock.advance(3000);
    assert.deepEqual(json(await get('status?filter=acui,amp')), { amp: 8 });
  });

  it('takes what it does not have as CORE does', async () => {
    const { get, simulator, clock } = await served({ model: 'core-60.5' });
    assert.deepEqual(json(await get('set?lbr=10')), { lbr: true });
    await clock.advance(2000);
    assert.equal(simulator.get('ust'), undefined);
  });

  it('echoesValue: the refusal repeats the value, a secret too', async () => {
    const { get, simulator } = await served();
    simulator.fault('echoesValue', { keys: ['wak'] });
    const answer = await get(`set?wak=${encodeURIComponent('"my secret"')}&amp=8`);
    assert.equal(answer.status, 500);
    assert.deepEqual(json(answer), { wak: 'wak: failed: cannot be set to my secret ("my secret")', amp: true });
  });

  it('answersNull: a restart is answered by `null` and happens', async () => {
    const { get, simulator, clock } = await served();
    const before = Number(simulator.get('rbc'));
    simulator.fault('answersNull');
    assert.deepEqual(json(await get('set?amp=8')), { amp: true });
    const answer = await get('set?rst=1');
    assert.deepEqual([answer.status, answer.text], [200, 'null']);
    await clock.advance(10_000);
    assert.equal(simulator.get('rbc'), before + 1);
  });

  it('counts keys it does not have neither way, in the oldest firmware', async () => {
    const { get } = await served({ model: 'v3-051.3' });
    const answer = await get('set?amx=16');
    assert.deepEqual([answer.status, answer.text], [500, '0 succeeded and 0 failed.']);
  });

  it('uriTooLong: 414, reading and writing, or one of them', async () => {
    const { get, simulator } = await served();
    simulator.fault('uriTooLong', { path: 'set' });
    assert.equal((await get('status?filter=amp')).status, 200);
    const answer = await get('set?amp=8');
    assert.deepEqual([answer.status, answer.text], [414, 'URI is too long']);
  });

  it('apiDies: 404 after it worked, until the charger is rebooted', async () => {
    const { get, simulator, clock } = await served();
    simulator.fault('apiDies');
    assert.equal((await get('status?filter=amp')).status, 404);
    simulator.reboot({ downMs: 1000 });
    await clock.advance(2000);
    assert.equal((await get('status?filter=amp')).status, 200);
  });

  it('apiDies: after minutes, and again that long after each boot', async () => {
    const { get, simulator, clock } = await served();
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

  it('padsRanges: a schedule of one range shows two', async () => {
    const { simulator, clock } = await served();
    simulator.fault('padsRanges');
    const range = { begin: { hour: 1, minute: 0 }, end: { hour: 2, minute: 0 } };
    const none = { begin: { hour: 0, minute: 0 }, end: { hour: 0, minute: 0 } };
    simulator.apply({ sch_week: { control: 1, ranges: [range] } });
    await clock.advance(1000);
    assert.deepEqual(simulator.get('sch_week'), { control: 1, ranges: [range, none] });
  });

  it('oddStatus: right answers with another status, one that lacks a key too', async () => {
    const { get, simulator } = await served();
    simulator.fault('oddStatus', { times: 2 });
    simulator.fault('missing', { keys: ['car'], times: 1 });
    const first = await get('status?filter=amp,car');
    assert.deepEqual([first.status, json(first)], [500, { amp: 16 }]);
    simulator.fault('oddStatus', { status: 400 });
    const second = await get('status?filter=amp,car');
    assert.deepEqual([second.status, json(second)], [400, { amp: 16, car: 1 }]);
  });

  it('ignoresFilter: everything, whatever was asked for', async () => {
    const { get, simulator } = await served();
    simulator.fault('ignoresFilter');
    assert.deepEqual(Object.keys(json(await get('status?filter=amp'))), Object.keys(simulator.all()));
  });

  it('namesRejected: what it does not have is named, with 400', async () => {
    const { get, simulator } = await served();
    simulator.fault('namesRejected');
    assert.equal((await get('status?filter=amp')).status, 200);
    const answer = await get('status?filter=amp,ffbx,carx');
    assert.deepEqual([answer.status, json(answer)], [400, { amp: 16, rejected: ['ffbx', 'carx'] }]);
  });

  it('setting the tariff fetches its prices, also when it is the same', async () => {
    const { simulator, clock } = await served();
    simulator.set({ awcp: null });
    simulator.apply({ awc: simulator.get('awc') as number });
    await clock.advance(1000);
    assert.equal((simulator.get('awcp') as { start: number }).start * 1000, Date.UTC(2026, 5, 15, 12));
  });

  it('a name needs four characters', async () => {
    const { get } = await served();
    assert.deepEqual(json(await get('set?fna=%22Box%22')), {
      fna: 'fna: failed: value must have at least 4 characters ("Box")',
    });
  });

  it('tokenRefused: the cloud answers 401, the right token or not', async () => {
    const { get, simulator } = await inCloud();
    simulator.fault('tokenRefused', { times: 1 });
    assert.equal((await get('status?filter=amp')).status, 401);
    assert.equal((await get('status?filter=amp')).status, 200);
  });

  it('tooManyRequests: the cloud answers 429, with Retry-After where wanted', async () => {
    const { get, simulator } = await inCloud();
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
