import assert from 'node:assert/strict';
import { HAPPENINGS, type Happening, type Json } from '../../../lib/charger/charger.types';
import { createHappenings } from '../../../lib/charger/happenings';
import { keys, labelOf, pick, rowOf } from '../../../lib/keys';
import { beforeOf, exampleOf } from '../../../nodes/editor/example-value';
import { type ExampleValues, exampleValues } from '../../../nodes/editor/example-values';
import { OFTEN } from '../../../nodes/editor/registry';
import { eventExamples, happeningPayload } from '../../../nodes/goe-event/editor-examples';
import { statusExample } from '../../../nodes/goe-status/editor-example';

function context(values?: Record<string, Json>, unsupported: string[] = []): ExampleValues {
  return exampleValues({
    live: {
      get: (name) => {
        const value = values?.[name.split('.')[0] ?? ''];
        return value === undefined ? undefined : pick(name, value);
      },
      availability: values && { state: 'online', since: 1 },
      identity: values && { name: 'Carport', serial: '234567', connection: 'mqtt' },
      firmware: values && '60.5',
      time: 1_760_000_000_000,
      unsupported: new Set(unsupported),
    },
    identity: { name: 'Garage', serial: '123456', connection: 'http' },
    translations: {
      translate: (text) => text,
      locale: 'en',
      label: (name, value, firmware) => labelOf(name, value, 'en', firmware),
      title: (name) => name,
    },
    often: OFTEN,
  });
}

describe('Examples of values', () => {
  it('are there for every key, of its type', () => {
    for (const { name } of keys) {
      // As exampleOf sees it: with the newest firmware.
      const { type, nullable } = rowOf(name) ?? assert.fail(name);
      const value = exampleOf(name);
      assert.notEqual(value, undefined, name);
      if (value === null) assert.ok(nullable, name);
      else if (value !== '***') {
        const expected = {
          bool: 'boolean',
          int: 'number',
          float: 'number',
          string: 'string',
          array: 'object',
          object: 'object',
        };
        assert.equal(typeof value, expected[type], name);
        assert.equal(Array.isArray(value), type === 'array', name);
        if (type === 'int') assert.ok(Number.isInteger(value), name);
      }
    }
  });

  it('agree between a key and its fields', () => {
    for (const { name } of keys)
      for (const field of rowOf(name)?.fields ?? [])
        assert.deepEqual(
          pick(`${name}.${field.name}`, exampleOf(name) ?? null) ?? null,
          exampleOf(`${name}.${field.name}`) ?? null,
        );
  });

  it('before a change are other values', () => {
    for (const { name } of keys) {
      const value = exampleOf(name) ?? null;
      assert.notDeepEqual(beforeOf(name, value), value, name);
    }
  });
});

describe('The example of goe-status', () => {
  it('has what the charger reports now, and says when it is made up', () => {
    const [real] = statusExample({ names: ['amp', 'car'], output: 'values' }, context({ amp: 10, car: 4 })) ?? [];
    assert.deepEqual(real?.message, { payload: { amp: 10, car: 4 } });
    assert.equal(real?.isMadeUp, false);
    const [madeUp] = statusExample({ names: ['amp', 'car'], output: 'values' }, context()) ?? [];
    assert.deepEqual(madeUp?.message, { payload: { amp: 16, car: 2 } });
    assert.equal(madeUp?.isMadeUp, true);
  });

  it('follows the choice of output', () => {
    const [one] = statusExample({ names: ['car', 'amp'], output: 'value' }, context({ car: 4 })) ?? [];
    assert.deepEqual(one?.message, { payload: 4 });
    const [details] = statusExample({ names: ['car'], output: 'details' }, context({ car: 4 })) ?? [];
    assert.deepEqual(details?.message, {
      payload: { car: { value: 4, label: labelOf('car', 4, 'en'), title: 'car', time: 1_760_000_000_000 } },
    });
  });

  it('shows null as null, not as an example', () => {
    const [example] = statusExample({ names: ['acu'], output: 'value' }, context({ acu: null })) ?? [];
    assert.deepEqual(example?.message, { payload: null });
  });

  it('names what this charger does not have, and is none where the message would fail', () => {
    const has = context({ car: 2 }, ['tma']);
    const [example] = statusExample({ names: ['car', 'tma'], output: 'values' }, has) ?? [];
    assert.deepEqual(example?.message, { payload: { car: 2 }, missing: ['tma'] });
    assert.equal(statusExample({ names: ['tma'], output: 'values' }, has), undefined);
    assert.equal(statusExample({ names: ['tma', 'car'], output: 'value' }, has), undefined);
    assert.equal(statusExample({ names: [], output: 'value' }, has), undefined);
  });

  it('has nothing of what can only be written', () => {
    assert.equal(statusExample({ names: ['rst'], output: 'values' }, context({ car: 2 })), undefined);
    const [example] = statusExample({ names: ['car', 'rst'], output: 'values' }, context()) ?? [];
    assert.deepEqual(example?.message.missing, ['rst']);
  });

  it('begins everything and says that it goes on', () => {
    const [example] = statusExample({ names: [], output: 'values' }, context()) ?? [];
    assert.equal(example?.isCut, true);
    assert.ok(Object.keys(example?.message.payload ?? {}).length > 3);
  });
});

describe('The examples of goe-event', () => {
  it('are one for each value by the first output and one for each happening by the second', () => {
    const examples = eventExamples(
      { names: ['amp', 'car'], happenings: ['car-connected'], output: 'each' },
      context({ amp: 10, car: 2 }),
    );
    assert.deepEqual(
      examples.map(({ output, topic }) => [output, topic]),
      [
        [1, 'amp'],
        [1, 'car'],
        [2, 'car-connected'],
      ],
    );
    const [amp, car] = examples;
    assert.equal(amp?.message.payload, 10);
    assert.equal(amp?.message.unit, 'A');
    assert.equal(car?.message.label, 'Charging');
    assert.deepEqual(amp?.message.charger, { name: 'Carport', serial: '234567', connection: 'mqtt' });
  });

  it('are one for all values together', () => {
    const [changes, ...others] = eventExamples(
      { names: ['amp', 'car'], happenings: [], output: 'together' },
      context(),
    );
    assert.equal(others.length, 0);
    assert.equal(changes?.message.topic, 'changes');
    assert.deepEqual(changes?.message.payload, { amp: 16, car: 2 });
  });

  it('leave out what this charger does not have', () => {
    assert.deepEqual(
      eventExamples({ names: ['tma'], happenings: [], output: 'each' }, context({ car: 1 }, ['tma'])),
      [],
    );
  });

  it('have the payload of each happening as the charger client makes it', () => {
    const seen = new Map<string, Happening>();
    const happenings = createHappenings({
      watch: () => () => {},
      firmware: () => '60.5',
      restarted: () => {},
      isOwnWrite: () => false,
      settleMs: 0,
    });
    happenings.add(HAPPENINGS, (happening) => seen.set(happening.topic, happening));
    let time = 1_760_000_000_000;
    const now = new Map<string, Json>();
    const change = (values: Record<string, Json>) => {
      time += 60_000;
      const changes = Object.entries(values).map(([key, value]) => ({ key, value, previous: now.get(key) }));
      for (const [key, value] of Object.entries(values)) now.set(key, value);
      happenings.changed(changes as Parameters<typeof happenings.changed>[0], time);
      happenings.answered(now, time);
    };
    change({
      car: 1,
      wh: 0,
      trx: null,
      err: 0,
      fsp: false,
      rbc: 3,
      lrr: 5,
      lrc: null,
      frc: 0,
      alw: true,
      modelStatus: 15,
    });
    change({ car: 3 });
    change({ lrr: 9, lrc: 0 });
    change({ car: 2, wh: 10 });
    change({ fsp: true });
    change({ err: 1 });
    change({ err: 0 });
    change({ car: 4, wh: 5000 });
    change({ car: 1 });
    change({ rbc: 4 });
    happenings.availability({ state: 'online', since: time });
    happenings.availability({ state: 'offline', since: time, reason: 'no answer', code: 'TIMEOUT' });
    happenings.close();
    for (const topic of HAPPENINGS) {
      const real = seen.get(topic)?.payload;
      const example = happeningPayload(topic, context());
      assert.ok(real, `${topic} does not happen in this test: change its keys above`);
      assert.deepEqual(Object.keys(example).sort(), Object.keys(real).sort(), topic);
      for (const [name, value] of Object.entries(example)) {
        // A label or a card's name is null where the charger has none.
        if (real[name] !== null) assert.equal(typeof value, typeof real[name], `${topic}.${name}`);
      }
    }
  });
});
