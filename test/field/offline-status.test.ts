import assert from 'node:assert/strict';
import { startCharger, type TestCharger, TOKEN } from '../support/chargers';
import { deploy, fail, shows, useNodeRed, whatWasLogged } from '../support/flow';
import { quirk } from '../support/quirk';

quirk(
  {
    topic: 'Messages and load',
    seen: '“Offline since 12:04” makes people check the router, also where the API, the API key or the device is the cause.',
    sources: ['tried against 0.3.0', 'our choice'],
    here: 'The status gives the cause in a few words where the user can remove it.',
  },
  () => {
    describe('under a node', function () {
      this.timeout(30_000);
      useNodeRed();
      let charger: TestCharger;
      afterEach(() => charger.close());

      const start = async (...how: Parameters<typeof startCharger>) => {
        charger = await startCharger(...how);
        const nodes = [
          charger.node,
          { id: 'event', type: 'goe-event', charger: 'charger', keys: ['amp'] },
          { id: 'set', type: 'goe-set', charger: 'charger' },
        ];
        await deploy(nodes, charger.connection === 'cloud' ? { charger: { token: TOKEN } } : {});
      };
      const showsOffline = (why: string) =>
        shows(
          'event',
          ({ fill, shape, text }) =>
            fill === 'red' && shape === 'ring' && new RegExp(`^offline since \\d\\d:\\d\\d: ${why}$`).test(text ?? ''),
          why,
          20_000,
        );

      it('a go-e Controller is called by its name, and not written to', async () => {
        await start('http', {}, { model: 'controller' });
        await showsOffline('go-e Controller');
        const error = await fail('set', { payload: { frc: 1 } });
        assert.match(String(error.message), /go-e Controller and not a charger/);
        assert.deepEqual(charger.writes, []);
        assert.match(whatWasLogged(), /Garage is offline: this is a go-e Controller/);
      });

      it('an old charger speaks only API v1', async () => {
        await start('http', {}, { model: 'v1' });
        await showsOffline('only API v1');
      });

      it('distinguishes an API that stopped from one that is switched off', async () => {
        await start('http');
        await shows('event', ({ fill }) => fill === 'green', 'green');
        charger.sim.fault('apiDies');
        await showsOffline('API gone, restart charger');
      });

      for (const [fault, why] of [
        ['tooManyRequests', 'asked too often'],
        ['tokenRefused', 'API key wrong'],
        ['offline', 'not in cloud'],
      ] as const)
        it(`the cloud says “${why}”`, async () => {
          await start('cloud');
          await shows('event', ({ fill }) => fill === 'green', 'green');
          charger.sim.fault(fault);
          await showsOffline(why);
          assert.doesNotMatch(whatWasLogged(), /canary/);
        });
    });
  },
);
