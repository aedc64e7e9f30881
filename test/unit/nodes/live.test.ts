import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLive, liveOfChoice } from '../../../nodes/editor/live';
import type { DeployedValues } from '../../../nodes/runtime/deployed-values';
import { until } from '../../support/until';

function answer(values: DeployedValues['values'], unsupported: string[] = []): DeployedValues {
  return {
    availability: { state: 'online', since: 1 },
    identity: { name: 'Garage', serial: '123456', connection: 'http' },
    firmware: '60.5',
    values,
    complete: unsupported.length > 0,
    unsupported,
  };
}

/** A server that notes what it was asked and answers what it is given. */
function server(give: () => DeployedValues | number) {
  const asked: { path: string; time: number }[] = [];
  const deployed = new Set(['one', 'two']);
  const live = createLive({
    ask: async (path) => {
      asked.push({ path, time: Date.now() });
      const given = give();
      if (typeof given === 'number') throw given;
      return given;
    },
    isDeployed: (id) => deployed.has(id),
    pollIntervalMs: 20,
  });
  return { live, asked, deployed };
}

describe('Live values in the editor', () => {
  it('ask for everything once when a dialog opens, then for what is known, and no more after it is closed', async () => {
    const { live, asked } = server(() => answer({ car: 2 }));
    const stop = live.of('one').subscribe(() => {});
    const stopSecond = live.of('one').subscribe(() => {});
    await until(() => asked.length >= 3, 'an answer');
    stop();
    stopSecond();
    const known = 'goe-charger/one/values';
    assert.deepEqual(
      asked.slice(0, 3).map(({ path }) => path),
      [`${known}?ask=all`, known, known],
    );
    const { length } = asked;
    await sleep(80);
    assert.equal(asked.length, length);

    const again = live.of('one').subscribe(() => {});
    await until(() => asked.length > length, 'an answer');
    again();
    assert.equal(asked[length]?.path, `${known}?ask=all`);
  });

  it('never ask twice within the interval, however often dialogs open and close', async () => {
    const { live, asked } = server(() => answer({}));
    for (let round = 0; round < 30; round += 1) {
      const stop = live.of('one').subscribe(() => {});
      await sleep(3);
      stop();
    }
    const gaps = asked.slice(1).map(({ time }, index) => time - (asked[index]?.time ?? 0));
    assert.ok(asked.length > 1);
    assert.ok(
      gaps.every((gap) => gap >= 18),
      gaps.join(' '),
    );
  });

  it('give keys and fields, and undefined for what is not known', async () => {
    const { live } = server(() => answer({ amp: 16, nrg: [230, 231, 229, 0, 1, 1, 1, 2, 3, 4, 0, 9] }, ['dwo']));
    const values = live.of('one');
    assert.equal(values.get('amp'), undefined);
    let notified = 0;
    const stop = values.subscribe(() => {
      notified += 1;
    });
    await until(() => notified > 0, 'an answer');
    stop();
    assert.equal(values.get('amp'), 16);
    assert.equal(values.get('nrg.powerTotal'), 9);
    assert.equal(values.get('constructor'), undefined);
    assert.equal(values.get('psm'), undefined);
    assert.deepEqual([...values.unsupported], ['dwo']);
    assert.equal(values.availability?.state, 'online');
    assert.equal(values.firmware, '60.5');
  });

  it('of a charger that is not deployed are none, without asking', async () => {
    const { live, asked } = server(() => answer({ car: 2 }));
    for (const id of ['', '_ADD_', 'three']) {
      const stop = live.of(id).subscribe(() => {});
      await sleep(30);
      stop();
      assert.equal(live.of(id).get('car'), undefined);
    }
    assert.deepEqual(asked, []);
  });

  it('stop asking where they are refused, until the next dialog', async () => {
    for (const status of [401, 403, 404, 409]) {
      const { live, asked } = server(() => status);
      const stop = live.of('one').subscribe(() => {});
      await sleep(70);
      stop();
      assert.equal(asked.length, 1, String(status));
    }
  });

  it('come back by themselves when the server was away', async () => {
    let away = true;
    const { live } = server(() => (away ? 0 : answer({ car: 4 })));
    const stop = live.of('one').subscribe(() => {});
    await sleep(50);
    assert.equal(live.of('one').get('car'), undefined);
    away = false;
    await until(() => live.of('one').get('car') === 4, 'an answer');
    stop();
  });

  it('follow the charger that is chosen', async () => {
    const { live, asked } = server(() => answer({ car: 2 }));
    let chosen = 'one';
    let choose = () => {};
    const values = liveOfChoice(
      live,
      () => chosen,
      (changed) => {
        choose = changed;
        return () => {
          choose = () => {};
        };
      },
    );
    let notified = 0;
    const stop = values.subscribe(() => {
      notified += 1;
    });
    await until(() => notified > 0, 'an answer');
    chosen = 'two';
    choose();
    await until(() => asked.some(({ path }) => path === 'goe-charger/two/values?ask=all'), 'an answer');
    stop();
    await sleep(40);
    const { length } = asked;
    await sleep(60);
    assert.equal(asked.length, length);
  });
});
