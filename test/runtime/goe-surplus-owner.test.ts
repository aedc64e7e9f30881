import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { LOCAL, type TestCharger } from '../support/chargers';
import { caught, deploy, type FlowNode, fail, put, redeploy, sent, shows, statuses } from '../support/flow';
import { startGarage, startSurplusFixture, surplusNode, useSurplus } from '../support/surplus-fixture';
import { until } from '../support/until';

const REMEDY = /“Roof” controls this charger already.*use one goe-surplus for a charger.*the same group/;

for (const connection of LOCAL) {
  describe(`Two goe-surplus nodes for one charger over ${connection}`, function () {
    this.timeout(60_000);
    const { set, charging } = useSurplus();
    let charger: TestCharger;

    const first = (properties: object = {}) => surplusNode(properties);
    /** On a tab of its own. */
    const second = (properties: object = {}): FlowNode[] => [
      { id: 'other tab', type: 'tab', label: 'Carport' },
      { ...surplusNode({ id: 'second', name: 'Second', ...properties }), z: 'other tab', x: 100, y: 100 },
    ];
    const start = async (nodes: FlowNode[] = [first(), ...second()]) => {
      charger = await startGarage(connection);
      await deploy([charger.node, ...nodes], charger.credentials);
      startSurplusFixture('surplus', charger, 3000);
      await charging();
    };
    const deployed = (type: 'full' | 'nodes', nodes: FlowNode[]) =>
      redeploy(type, [charger.node, ...nodes], charger.credentials);
    const isRefused = () =>
      shows('second', ({ fill, text }) => fill === 'red' && text === 'controlled by another node', 'why');
    const works = async () => {
      const before = sent('second').length;
      await until(
        () => {
          put('second', { payload: -3000 });
          return sent('second').length > before;
        },
        'the second decides',
        20_000,
      );
      assert.ok(sent('second').every(({ payload }) => payload.state !== 'manual'));
    };

    it('the second fails its messages and the first goes on undisturbed', async () => {
      await start([first(), surplusNode({ id: 'second', name: 'Second' })]);
      await isRefused();
      const { error } = caught()[0]!;
      assert.equal(error.code, 'INVALID');
      assert.match(error.message, /^Garage: /);
      assert.match(error.message, REMEDY);
      assert.match((await fail('second', { payload: -3000 })).message, REMEDY);
      assert.match((await fail('second', { topic: 'mode', payload: 'off' })).message, REMEDY);
      await delay(2500);
      assert.equal(set('car'), 2);
      assert.equal(sent('second').length, 0);
      assert.ok(sent('surplus').every(({ payload }) => payload.state !== 'manual'));
      assert.equal(caught().length, 3, 'said once, and to each message');
    });

    it('the second takes over when the first is removed, and takes nothing it left for a manual override', async () => {
      await start();
      await isRefused();
      await deployed('nodes', second());
      await works();
      await shows('second', ({ fill }) => fill === 'green', 'what it does');
    });

    it('one that replaces another in one deploy takes nothing it left for a manual override, however late it shows', async () => {
      charger = await startGarage(connection, { secondMs: 1000 });
      // Somebody else keeps the charger online meanwhile.
      const event = { id: 'event', type: 'goe-event', charger: 'charger', keys: ['frc'] };
      await deploy([charger.node, event, first()], charger.credentials);
      const fixture = startSurplusFixture('surplus', charger, 3000);
      await charging();
      fixture.stop();
      startSurplusFixture('second', charger, 3000);
      await deployed('nodes', [event, ...second()]);
      await until(() => set('frc') === 1, 'the first gives it back as found');
      await until(() => set('frc') === 2, 'the second starts', 20_000);
      await delay(5000);
      // The phases were given back too, and a switch takes the charger's own pause.
      await until(() => set('car') === 2, 'it charges', 30_000);
      assert.ok(sent('second').every(({ payload }) => payload.state !== 'manual'));
    });

    it('the second takes over when the first is given another charger', async () => {
      await start();
      await isRefused();
      const other = { ...charger.node, id: 'other charger', name: 'Other', host: '127.0.0.1:9', serial: '999999' };
      await deployed('nodes', [other, first({ charger: 'other charger' }), ...second()]);
      await works();
    });

    it('the first keeps its charger over deploys of it, or of all nodes', async () => {
      await start();
      await deployed('nodes', [first({ name: 'Roof', minRun: '1' }), ...second()]);
      await delay(1500);
      await isRefused();
      // The second is the first in the flow now.
      await deployed('full', [...second(), first()]);
      await delay(1500);
      await isRefused();
      assert.equal(sent('second').length, 0);
      assert.equal(set('car'), 2);
    });

    it('the removal of the second changes nothing at the charger', async () => {
      await start();
      await isRefused();
      const writes = charger.writes.length;
      await deployed('nodes', [first()]);
      await delay(2500);
      assert.ok(charger.writes.slice(writes).every(({ values }) => !('frc' in values)));
      assert.equal(set('car'), 2);
    });

    it('a second configuration of the same charger is recognised', async () => {
      charger = await startGarage(connection);
      const again = { ...charger.node, id: 'again', name: 'Again' };
      await deploy([charger.node, again, first(), ...second({ charger: 'again' })], {
        ...charger.credentials,
        again: charger.credentials.charger ?? {},
      });
      startSurplusFixture('surplus', charger, 3000);
      await until(
        () =>
          ['surplus', 'second'].some((id) => statuses(id).some(({ text }) => text === 'controlled by another node')),
        'one is refused',
      );
      await delay(2500);
      const last = ['surplus', 'second'].map((id) => statuses(id).at(-1)?.text);
      assert.equal(last.filter((text) => text === 'controlled by another node').length, 1, JSON.stringify(last));
    });
  });
}
