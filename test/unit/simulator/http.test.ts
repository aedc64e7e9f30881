import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { until } from '../../support/until';
import { ask, closeAll, json, withHttp } from './fixture';

const encoded = (value: unknown) => encodeURIComponent(JSON.stringify(value));

describe('the local API of a simulated charger', () => {
  afterEach(closeAll);

  it('responds with exactly the keys of the filter, chunked, and closes the connection', async () => {
    const { get } = await withHttp();
    const response = await get('status?filter=amp,frc,car');
    assert.equal(response.status, 200);
    assert.equal(response.headers['content-type'], 'application/json');
    assert.equal(response.headers.connection, 'close');
    assert.equal(response.headers['transfer-encoding'], 'chunked');
    assert.deepEqual(json(response), { amp: 16, frc: 0, car: 1 });
  });

  it('responds with all keys without a filter', async () => {
    const { get, simulator } = await withHttp();
    assert.deepEqual(Object.keys(json(await get('status'))), Object.keys(simulator.all()));
  });

  it('treats an empty filter as no filter', async () => {
    for (const model of ['v3-60.5', 'v3-051.3'] as const) {
      const { get, simulator } = await withHttp({ model });
      assert.deepEqual(Object.keys(json(await get('status?filter='))), Object.keys(simulator.all()));
    }
  });

  it('sends refusals in one piece with their length, and other responses chunked', async () => {
    const { get, url, simulator } = await withHttp();
    const lengthOf = ({ headers, text }: Awaited<ReturnType<typeof ask>>) => {
      assert.equal(headers['transfer-encoding'], undefined);
      assert.equal(Number(headers['content-length']), Buffer.byteLength(text));
    };
    for (const refused of [
      await get('set?amp=5'),
      await get(`set?fna=${'x'.repeat(300)}`),
      await get('nowhere'),
      await ask(`${url}/api/set?amp=8`, { method: 'POST' }),
      await get(`set?fna=${'x'.repeat(2000)}`),
    ])
      lengthOf(refused);
    simulator.fault('incomplete');
    lengthOf(await get('set?amp=5'));
    simulator.clearFaults();
    lengthOf(await (await withHttp({ model: 'pro-60.3' })).get('status?filter=amp,cbl'));
    assert.equal((await get('set?amp=8')).headers['transfer-encoding'], 'chunked');
  });

  it('refuses one value of more than 256 characters as it is sent, and any target above 1024', async () => {
    const { get, clock, simulator } = await withHttp();
    const day = {
      control: 1,
      ranges: [6, 0].map((hour) => ({ begin: { hour, minute: 0 }, end: { hour, minute: 0 } })),
    };
    const whole = encoded(day);
    assert.ok(whole.length > 256 && JSON.stringify(day).length < 256, `${whole.length} characters`);
    const refused = await get(`set?amp=8&sch_week=${whole}`);
    assert.equal(refused.status, 400);
    assert.match(refused.text, /ESP_ERR_HTTPD_RESULT_TRUNC/);
    await clock.advance(1000);
    assert.equal(simulator.get('amp'), 16);
    const sparing = JSON.stringify(day).replaceAll('"', '%22');
    assert.equal((await get(`set?sch_week=${sparing}`)).status, 200);
    await clock.advance(1000);
    assert.deepEqual(simulator.get('sch_week'), day);
    const prices = await get(`set?awpl=${encoded(Array(24).fill({ start: 1, end: 2, marketprice: 1 }))}`);
    assert.deepEqual([prices.status, prices.text], [414, 'URI is too long']);
  });

  it('treats unknown keys as its model does', async () => {
    const v3 = await (await withHttp()).get('status?filter=amp,nope');
    assert.deepEqual([v3.status, json(v3)], [200, { amp: 16 }]);
    const core = await (await withHttp({ model: 'core-60.5' })).get('status?filter=amp,cbl');
    assert.deepEqual([core.status, json(core)], [200, { amp: 16, cbl: null }]);
    const proCharger = await withHttp({ model: 'pro-60.3' });
    const pro = await proCharger.get('status?filter=amp,cbl');
    assert.deepEqual([pro.status, json(pro)], [400, { amp: 16 }]);
    const full = await proCharger.get('status');
    assert.equal(full.status, 400);
    assert.equal(json(full).fwv, '60.3');
    assert.equal((await proCharger.get('status?filter=amp')).status, 200);
  });

  it('has the array filter only up to 051.3, and there with ten keys at most', async () => {
    const old = await withHttp({ model: 'v3-051.3' });
    assert.deepEqual(json(await old.get(`status?filter=${encoded(['amp', 'car'])}`)), { amp: 16, car: 1 });
    assert.deepEqual(json(await old.get('status?filter=amp,car')), {});
    const many = await old.get(`status?filter=${encoded('alw acu adi dwo tpa eto rssi utc loc lbr lmo'.split(' '))}`);
    assert.equal(many.status, 500);
    assert.match(many.text, /NoMemory/);
    const recent = await withHttp();
    assert.deepEqual(json(await recent.get(`status?filter=${encoded(['amp', 'car'])}`)), {});
  });

  it('fails on very long queries', async () => {
    const { get } = await withHttp();
    const response = await get(`status?filter=${'amp,'.repeat(150)}amp`);
    assert.deepEqual([response.status, response.text], [500, 'ESP_ERR_HTTPD_RESULT_TRUNC']);
  });

  it('accepts values, and reports them a second later', async () => {
    const { get, clock } = await withHttp();
    const response = await get(`set?amp=10&cch=${encoded('#ff8800')}&fna=${encoded('Ümläut + "&" 🚗')}`);
    assert.deepEqual([response.status, json(response)], [200, { amp: true, cch: true, fna: true }]);
    assert.equal(json(await get('status?filter=amp')).amp, 16);
    await clock.advance(1000);
    assert.deepEqual(json(await get('status?filter=amp,cch,fna')), { amp: 10, cch: '#ff8800', fna: 'Ümläut + "&" 🚗' });
  });

  it('keeps every character whole, wherever the chunks of a response end', async () => {
    const { get, simulator } = await withHttp();
    const name = '🚗'.repeat(700);
    for (const before of ['', 'a', 'ab', 'abc']) {
      simulator.set({ fna: before + name });
      assert.equal(json(await get('status?filter=fna')).fna, before + name);
    }
  });

  it('reads a bare plus sign as a space', async () => {
    const { get, clock } = await withHttp();
    await get('set?fna=%22a+b+c%22');
    await clock.advance(1000);
    assert.equal(json(await get('status?filter=fna')).fna, 'a b c');
  });

  it('refuses with the texts that owners have seen, with 500 and text/plain, and accepts the rest', async () => {
    const { get, clock } = await withHttp();
    const response = await get('set?amp=5&alw=true&fsp=false&cid=%22&mcu=mqtt://x&trx=4&lmo=4');
    assert.equal(response.status, 500);
    assert.equal(response.headers['content-type'], 'text/plain');
    assert.deepEqual(json(response), {
      amp: 'amp: failed: Value 5 exceeds range 6 to 32 (5)',
      alw: 'alw: tried to set api key without setter (true)',
      fsp: 'fsp: failed: this parameter is only showing the current state and readonly, to change the preference, use psm (false)',
      cid: 'cid: tried to set api key with invalid json IncompleteInput (")',
      mcu: 'mcu: tried to set api key with invalid json InvalidInput (mqtt://x)',
      trx: 'trx: failed: starting transaction for 4 is not allowed (4)',
      lmo: true,
    });
    await clock.advance(1000);
    assert.equal(json(await get('status?filter=lmo')).lmo, 4);
  });

  it('does not let the car type be set in old firmware, and counts successes in words in the oldest', async () => {
    const old = await withHttp({ model: 'v3-053.1' });
    assert.deepEqual(json(await old.get('set?ct=renaultZoe')), {
      ct: 'ct: tried to set api key which is not allowed from api (renaultZoe)',
    });
    const oldest = await withHttp({ model: 'v3-051.3' });
    const response = await oldest.get('set?amp=5&alw=true');
    assert.deepEqual([response.status, response.text], [500, '0 succeeded and 2 failed.']);
    assert.equal((await oldest.get('set?amp=8')).status, 200);
  });

  it('refuses POST', async () => {
    const { url } = await withHttp();
    assert.equal((await ask(`${url}/api/set?amp=8`, { method: 'POST' })).status, 405);
  });

  it('responds with 404 while it is disabled', async () => {
    const { get, simulator } = await withHttp();
    simulator.set({ hai: false });
    const response = await get('status');
    assert.deepEqual([response.status, response.text], [404, 'Nothing matches the given URI']);
  });

  it('is safe against the names of object internals', async () => {
    const { get } = await withHttp();
    const response = await get('set?__proto__=1&constructor=2&amp=9');
    assert.equal(response.status, 500);
    assert.match(response.text, /"__proto__":"__proto__: tried/);
    assert.deepEqual(json(await get('status?filter=__proto__,constructor,toString')), {});
  });

  it('logs its newest requests, and how many were open at once', async () => {
    const { get, simulator, url } = await withHttp();
    await get('status?filter=amp,car');
    await get('set?amp=9');
    assert.deepEqual(
      simulator.requests.map(({ face, path, query, keys, status }) => ({ face, path, query, keys, status })),
      [
        { face: 'http', path: '/api/status', query: 'filter=amp,car', keys: ['amp', 'car'], status: 200 },
        { face: 'http', path: '/api/set', query: 'amp=9', keys: ['amp'], status: 200 },
      ],
    );
    assert.deepEqual([simulator.openRequests, simulator.maxOpenRequests], [0, 1]);
    for (let time = 0; time < 1010; time += 1) await ask(`${url}/api/status?filter=rbc`);
    assert.equal(simulator.requests.length, 1000);
    assert.equal(simulator.maxOpenRequests, 1);
  });

  it('makes a second request wait for its lock, and refuses it after three seconds', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('slow', { ms: 3600, times: 1 });
    const first = get('status?filter=amp');
    await until(() => simulator.openRequests === 1, 'the request');
    const begun = Date.now();
    const second = await get('status?filter=car');
    assert.deepEqual([second.status, second.text], [500, "couldn't take api lock in 3s, please try again later"]);
    assert.ok(Date.now() - begun >= 2900);
    assert.equal((await first).status, 200);
    assert.equal(simulator.maxOpenRequests, 2);
    assert.equal((await get('status?filter=amp')).status, 200);
  }).timeout(10_000);

  it('lets a second request wait when the first is fast', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('slow', { ms: 200, times: 1 });
    const answers = await Promise.all([get('status?filter=amp'), get('status?filter=car')]);
    assert.deepEqual(
      answers.map((response) => response.status),
      [200, 200],
    );
  });

  it('resets connections during a reboot, and is available on the same port afterwards', async () => {
    const { get, simulator, clock } = await withHttp();
    simulator.reboot({ downMs: 2000 });
    await assert.rejects(get('status'), { code: 'ECONNRESET' });
    await clock.advance(2000);
    assert.equal((await get('status?filter=amp')).status, 200);
  });
});
