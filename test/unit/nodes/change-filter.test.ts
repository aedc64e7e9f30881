import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Change, Json } from '../../../lib/charger/charger.types';
import { type ChangeRules, createChangeFilter } from '../../../nodes/goe-event/change-filter';

function change(name: string, value: Json, previous?: Json): Change {
  return { name, value, previous, time: 1 };
}

/** A filter and the changes it passed on: one list a call, `name=value<previous`. */
function filter(rules: Partial<ChangeRules>) {
  const sent: string[][] = [];
  const created = createChangeFilter(
    { initial: false, minChange: 0, minIntervalMs: 0, together: false, ...rules },
    (changes) => {
      sent.push(changes.map(({ name, value, previous }) => `${name}=${value}<${previous}`));
    },
  );
  return { sent, ...created };
}

describe('The changes a goe-event sends', () => {
  it('leave out what is seen first, unless that is wanted', () => {
    const quiet = filter({});
    quiet.changed([change('amp', 16)]);
    quiet.changed([change('amp', 10, 16)]);
    assert.deepEqual(quiet.sent, [['amp=10<16']]);
    const eager = filter({ initial: true });
    eager.changed([change('amp', 16)]);
    assert.deepEqual(eager.sent, [['amp=16<undefined']]);
  });

  it('leave out numbers that differ too little from the last one sent, and sum small steps up', () => {
    const { sent, changed } = filter({ minChange: 0.3 });
    changed([change('nrg.currentL1', 1)]);
    for (const [value, previous] of [
      [1.1, 1],
      [1.2, 1.1],
      [1.3, 1.2],
      [1.2, 1.3],
    ] as const)
      changed([change('nrg.currentL1', value, previous)]);
    assert.deepEqual(sent, [['nrg.currentL1=1.3<1']]);
  });

  it('always include null, which is no small number', () => {
    const { sent, changed } = filter({ minChange: 100 });
    changed([change('acu', 16)]);
    changed([change('acu', null, 16)]);
    assert.deepEqual(sent, [['acu=null<16']]);
  });

  it('come at most once an interval for each name, the newest value when it is over', async () => {
    const { sent, changed, close } = filter({ minIntervalMs: 40, initial: true });
    changed([change('amp', 6), change('car', 1)]);
    changed([change('amp', 7, 6)]);
    changed([change('amp', 8, 7)]);
    assert.deepEqual(sent, [['amp=6<undefined'], ['car=1<undefined']]);
    await pause(80);
    assert.deepEqual(sent.slice(2), [['amp=8<6']]);
    close();
  });

  it('are not sent when the value is back where it was as the interval ends', async () => {
    const { sent, changed, close } = filter({ minIntervalMs: 30, initial: true });
    changed([change('amp', 6)]);
    changed([change('amp', 7, 6)]);
    changed([change('amp', 6, 7)]);
    await pause(60);
    assert.deepEqual(sent, [['amp=6<undefined']]);
    close();
  });

  it('come together in one call when that is wanted', async () => {
    const { sent, changed, close } = filter({ together: true, minIntervalMs: 30, initial: true });
    changed([change('amp', 6), change('car', 1)]);
    changed([change('amp', 7, 6)]);
    changed([change('car', 2, 1)]);
    await pause(60);
    assert.deepEqual(sent, [
      ['amp=6<undefined', 'car=1<undefined'],
      ['amp=7<6', 'car=2<1'],
    ]);
    close();
  });

  it('stop when the node closes, also those that wait', async () => {
    const { sent, changed, close } = filter({ minIntervalMs: 20, initial: true });
    changed([change('amp', 6)]);
    changed([change('amp', 7, 6)]);
    close();
    await pause(50);
    assert.deepEqual(sent, [['amp=6<undefined']]);
  });
});
