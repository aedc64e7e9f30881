import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';
import { until } from '../support/until';

const VALUES = { sse: '123456', fwv: '60.5', typ: 'go-eCharger', car: 1, amp: 16 };

function useCloud() {
  const cloud = {
    server: undefined as unknown as ScriptedServer,
    charger: undefined as unknown as Charger,
    /** Requests since the last change of its answers. */
    asked: () => cloud.server.asked.length,
    says(status: number, headers: Record<string, string> = {}) {
      cloud.server.asked.length = 0;
      cloud.server.answer = (_request, response) =>
        void response.writeHead(status, { connection: 'close', ...headers }).end('{"success":false,"reason":"no"}');
    },
    watch: () => cloud.charger.watch(['amp'], { changed: () => {} }),
    offline: () => until(() => cloud.charger.availability.state === 'offline', 'offline', 10_000),
    read: () => cloud.charger.read(['amp'], 'charger'),
  };
  beforeEach(async () => {
    cloud.server = await scriptedServer(plainCharger({ ...VALUES }));
    cloud.charger = createCharger({
      name: 'Garage',
      connection: 'cloud',
      serial: '123456',
      token: 'canary-token-7719',
      cloudUrl: cloud.server.url,
      pollIntervalS: 0.3,
      timeoutS: 3,
    });
  });
  afterEach(async () => {
    await cloud.charger.close();
    await cloud.server.close();
  });
  return cloud;
}

const REASONS = {
  401: { code: 'AUTH', reason: 'wrongToken', message: /does not accept the token \(asked again at \d\d:\d\d:\d\d\)/ },
  403: { code: 'OFFLINE', reason: 'cloudOff', message: /charger is offline, .*\(asked again at \d\d:\d\d:\d\d\)/ },
  429: { code: 'OFFLINE', reason: 'tooOften', message: /asked too often \(asked again at \d\d:\d\d:\d\d\)/ },
} as const;

quirk(
  {
    topic: 'Cloud',
    seen: 'The cloud answers 429 (asked too often), 403 (charger away) or 401 (wrong token) again and again.',
    sources: ['tried against 0.3.0', "vendor's API documents", 'our choice'],
    here: 'Requests pause, longer each time, or as long as `Retry-After` says, and for a minute at least after a wrong token; requests meanwhile fail at once, and the error gives the time of the next one.',
  },
  () => {
    const cloud = useCloud();

    for (const status of [401, 403, 429] as const)
      it(`is left alone after ${status}, by polls, reads and writes, which say why and until when`, async () => {
        cloud.says(status);
        cloud.watch();
        await cloud.offline();
        for (let times = 0; times < 5; times += 1) await assert.rejects(cloud.read(), REASONS[status]);
        await assert.rejects(cloud.charger.write({ amp: 10 }, 'accepted'), REASONS[status].message);
        assert.equal(cloud.asked(), 1);
        const { availability } = cloud.charger;
        assert.ok(availability.state === 'offline' && availability.cause === REASONS[status].reason);
      });

    it('is asked less and less often', async function () {
      this.timeout(30_000);
      const at: number[] = [];
      cloud.server.answer = (_request, response) => {
        at.push(performance.now());
        response.writeHead(403).end('{}');
      };
      cloud.watch();
      await until(() => at.length >= 4, 'four requests', 25_000);
      const waits = at.slice(1).map((each, index) => each - at[index]!);
      for (const [index, wait] of waits.entries()) assert.ok(wait >= 1900 * 2 ** index, String(waits));
    });

    it('is asked when it says, in seconds or by a date, and is online with the first good answer', async function () {
      this.timeout(40_000);
      for (const retry of [() => '6', () => new Date(Date.now() + 7000).toUTCString()]) {
        cloud.says(429, { 'retry-after': retry() });
        const asked = performance.now();
        await assert.rejects(cloud.read(), REASONS[429]);
        cloud.server.answer = plainCharger({ ...VALUES });
        const stop = cloud.watch();
        await until(() => cloud.charger.availability.state === 'online', 'online', 15_000);
        assert.ok(performance.now() - asked > 5400, `${performance.now() - asked} ms`);
        assert.equal((await cloud.read()).get('amp')?.value, 16);
        stop();
      }
    });

    for (const status of [401, 403])
      it(`is read on where it answers ${status} to writes alone, which are not tried again soon`, async () => {
        const plain = plainCharger({ ...VALUES });
        cloud.server.answer = (request, response) =>
          request.url?.startsWith('/api/set') ? response.writeHead(status).end('no') : plain(request, response);
        cloud.watch();
        await until(() => cloud.charger.availability.state === 'online', 'online', 10_000);
        for (let amp = 6; amp < 12; amp += 1)
          await assert.rejects(cloud.charger.write({ amp }, 'accepted'), REASONS[status as 401].message);
        assert.equal((await cloud.read()).get('amp')?.value, 16);
        assert.equal(cloud.charger.availability.state, 'online');
        assert.equal(cloud.server.asked.filter((path) => path.startsWith('/api/set')).length, 1);
      });

    it('is left alone for as long as it says when it is out of order', async () => {
      cloud.says(503, { 'retry-after': '20' });
      cloud.watch();
      await cloud.offline();
      await assert.rejects(cloud.read(), {
        code: 'OFFLINE',
        reason: 'cloudBusy',
        message: /cannot answer just now \(asked again at/,
      });
      assert.equal(cloud.asked(), 1);
    });

    it('begins with short rests again after a good answer', async function () {
      this.timeout(30_000);
      cloud.says(403);
      cloud.watch();
      await cloud.offline();
      cloud.server.answer = plainCharger({ ...VALUES });
      await until(() => cloud.charger.availability.state === 'online', 'online', 10_000);
      cloud.says(403);
      await cloud.offline();
      cloud.server.answer = plainCharger({ ...VALUES });
      await until(() => cloud.charger.availability.state === 'online', 'online again', 4000);
    });
  },
);

quirk(
  {
    topic: 'Cloud',
    seen: 'The cloud answers 502 now and then, and answers the same request correctly shortly after.',
    sources: ['goecharger/go-eCharger-API-v2#219'],
    here: 'A read is tried once more before it counts as failed; a write is not.',
  },
  () => {
    const cloud = useCloud();
    const once = (status: number) => {
      cloud.says(status);
      const failing = cloud.server.answer;
      cloud.server.answer = (request, response) =>
        (cloud.asked() === 1 ? failing : plainCharger({ ...VALUES }))(request, response);
    };

    for (const status of [502, 503, 504])
      it(`reads on after one ${status}`, async () => {
        once(status);
        assert.equal((await cloud.read()).get('amp')?.value, 16);
      });

    it('fails with what the cloud says when it goes on', async () => {
      cloud.says(502);
      await assert.rejects(cloud.read(), {
        code: 'OFFLINE',
        reason: 'cloudBusy',
        message: /cannot answer just now \(HTTP 502\)/,
      });
      assert.equal(cloud.asked(), 2);
    });
  },
);
