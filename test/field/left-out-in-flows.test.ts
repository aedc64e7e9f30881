import assert from 'node:assert/strict';
import { deploy, fail, put, sent, serve, shows, statusOf, useNodeRed, whatWasLogged } from '../support/flow';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';
import { until } from '../support/until';

const POLL_S = 0.3;

quirk(
  {
    topic: 'Reading',
    seen: 'A charger answers and leaves out a value that a flow uses; no request fails.',
    sources: ['marq24/ha-goecharger-api2#160', 'tried against 0.3.0'],
    here: 'Messages carry `stale`, then `missing`; the nodes show a yellow ring with the name, and the log has one line.',
  },
  function () {
    this.timeout(60_000);
    useNodeRed();
    const out = new Set<string>();
    let values: Record<string, unknown>;
    let server: ScriptedServer;
    beforeEach(async () => {
      out.clear();
      values = {
        sse: '123456',
        fwv: '055.7',
        typ: 'go-eCharger',
        rbc: 3,
        rbt: 100_000,
        car: 2,
        frc: 0,
        amp: 16,
        psm: 2,
        alw: true,
        wh: 1000,
        nrg: [230, 230, 230, 0, 16, 16, 16, 3680, 3680, 3680, 0, 11_040, 100, 100, 100, 0],
      };
      server = await scriptedServer((request, response) => {
        const shown = Object.fromEntries(Object.entries(values).filter(([key]) => !out.has(key)));
        plainCharger(shown)(request, response);
      });
    });
    afterEach(() => server.close());

    const start = (node: Record<string, unknown>) =>
      deploy([
        {
          id: 'charger',
          type: 'goe-charger',
          name: 'Garage',
          connection: 'http',
          host: server.url,
          pollInterval: POLL_S,
          timeout: 5,
        },
        { id: 'node', type: '', charger: 'charger', ...node },
      ]);
    const isYellow = (name: string) => (status: { fill?: string; shape?: string; text?: string }) =>
      status.fill === 'yellow' && status.shape === 'ring' && status.text === `not shown: ${name}`;

    it('goe-status gives the old value as stale, then names it as missing, and shows it', async () => {
      await start({ type: 'goe-status', keys: ['nrg.powerTotal', 'amp'], source: 'latest' });
      assert.deepEqual((await serve('node')).payload, { 'nrg.powerTotal': 11_040, amp: 16 });
      out.add('nrg');
      await shows('node', isYellow('nrg.powerTotal'), 'what is not shown');
      const stale = await serve('node');
      assert.equal(stale.stale, true);
      assert.equal(stale.payload['nrg.powerTotal'], 11_040);
      await until(async () => (await serve('node')).missing !== undefined, 'missing', 10_000);
      const missing = await serve('node');
      assert.deepEqual(missing.payload, { amp: 16 });
      assert.deepEqual(missing.missing, ['nrg.powerTotal']);
      assert.equal(missing.stale, undefined);
      out.clear();
      assert.equal((await serve('node')).payload['nrg.powerTotal'], 11_040, 'a message asks at once');
      await shows('node', ({ fill }) => fill === 'green', 'green');
    });

    it('goe-status says of a value that was there before that the charger does not show it any more', async () => {
      await start({ type: 'goe-status', keys: ['nrg'], source: 'charger' });
      await serve('node');
      out.add('nrg');
      const error = await fail('node');
      assert.equal(error.code, 'INVALID');
      assert.match(error.message, /^Garage does not show nrg any more, although it answers/);
      values.car = 1;
      assert.match((await fail('node', { keys: ['tcl'] })).message, /^Garage does not have tcl/);
    });

    it('goe-event shows it for its values and for the keys of its happenings', async () => {
      await start({ type: 'goe-event', keys: ['nrg', 'car'], happenings: ['car-connected'], initial: true });
      await until(() => sent('node', 0).length >= 2, 'the first values');
      out.add('nrg');
      await shows('node', isYellow('nrg'), 'what is not shown');
      out.add('car');
      await shows('node', isYellow('nrg, car'), 'both');
      out.clear();
      await shows('node', ({ fill }) => fill === 'green', 'green again');
    });

    it('the log says once that it is missing and once that it is back', async () => {
      await start({ type: 'goe-event', keys: ['nrg', 'amp'], happenings: [], initial: true });
      await until(() => sent('node', 0).length >= 2, 'the first values');
      out.add('nrg');
      const timesLogged = () =>
        whatWasLogged().match(/Garage does not show nrg any more, although it answers/g)?.length ?? 0;
      await until(() => timesLogged() > 0, 'the warning', 10_000);
      const polls = server.asked.length;
      await until(() => server.asked.length >= polls + 5, 'more polls');
      assert.equal(timesLogged(), 1);
      out.clear();
      await until(() => whatWasLogged().includes('Garage shows nrg again'), 'that it is back', 20_000);
      assert.equal(timesLogged(), 1);
    });

    for (const key of ['nrg', 'car', 'frc', 'amp'])
      it(`goe-surplus takes a charger that answers without ${key} for a lost one`, async () => {
        await start({
          type: 'goe-surplus',
          mode: 'solar',
          startDelay: '1',
          stopDelay: '1',
          minRun: '0',
          minPause: '0',
          staleAfter: '60',
        });
        const decisions = () => sent('node', 0).map(({ payload }) => payload);
        const feed = setInterval(() => put('node', { payload: -3000 }), 200);
        try {
          await until(() => decisions().some(({ state }) => state !== 'error'), 'a decision', 15_000);
          out.add(key);
          await until(() => decisions().at(-1).reason === 'car-unknown', 'that nothing is known', 15_000);
          assert.equal(decisions().at(-1).state, 'error');
          await shows('node', isYellow(key), 'what is not shown');
          const writes = () => server.asked.filter((path) => path.startsWith('/api/set')).length;
          const before = writes();
          const polls = server.asked.length;
          await until(() => server.asked.length >= polls + 10, 'more polls', 15_000);
          assert.equal(decisions().at(-1).reason, 'car-unknown');
          assert.equal(writes(), before, 'nothing is written by old numbers');
          out.clear();
          await until(() => decisions().at(-1).reason !== 'car-unknown', 'it goes on', 20_000);
        } finally {
          clearInterval(feed);
        }
      });

    it('goe-surplus says so where the charger has never shown what it needs', async () => {
      out.add('nrg');
      await start({ type: 'goe-surplus', mode: 'solar' });
      const feed = setInterval(() => put('node', { payload: -3000 }), 200);
      try {
        await shows('node', isYellow('nrg'), 'what is not shown', 30_000);
        await until(() => sent('node', 0).at(-1)?.payload.reason === 'car-unknown', 'it says so');
        out.clear();
        await until(() => sent('node', 0).at(-1)!.payload.reason !== 'car-unknown', 'it goes on', 30_000);
      } finally {
        clearInterval(feed);
      }
    });

    it('goe-surplus goes on where a model has no fsp, cll or alw', async () => {
      for (const key of ['fsp', 'cll', 'alw', 'wh']) delete values[key];
      await start({ type: 'goe-surplus', mode: 'solar' });
      const feed = setInterval(() => put('node', { payload: -3000 }), 200);
      try {
        const reason = () => sent('node', 0).at(-1)?.payload.reason;
        await until(() => reason() !== undefined && reason() !== 'car-unknown', 'a decision', 15_000);
        assert.notEqual(statusOf('node')?.fill, 'yellow');
      } finally {
        clearInterval(feed);
      }
    });
  },
);
