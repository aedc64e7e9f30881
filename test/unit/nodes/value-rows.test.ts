/** Rows of `goe-set` in its dialog: shown, saved and refused values. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { canWrite, encode, keys } from '../../../lib/keys';
import { secondsOf, timeOfDay } from '../../../lib/keys/time-of-day';
import { fixedValue, problemOf, problemOfValue } from '../../../nodes/editor/check-value';
import { choicesOf } from '../../../nodes/editor/registry';
import type { Texts } from '../../../nodes/editor/texts';
import { enteredOf, enteredValue, kindsOf, savedOf, startValue } from '../../../nodes/editor/value-kind';
import { controlsOf, nowText } from '../../../nodes/editor/value-now';
import { jsonOf, scheduleOf, warningAbout } from '../../../nodes/editor/value-schedule-shape';

const catalogue = JSON.parse(
  readFileSync(join(__dirname, '..', '..', '..', 'nodes', 'editor', 'locales', 'en-US', 'goe-editor.json'), 'utf8'),
);

/** As the editor looks texts up; one that is missing fails the test. */
const texts: Texts = (key, values = {}) => {
  const text = key.split('.').reduce((part, name) => part?.[name], catalogue);
  assert.equal(typeof text, 'string', `the catalogue has no ${key}`);
  return text.replace(/__(\w+)__/g, (_: string, name: string) => String(values[name]));
};

const byName = new Map(choicesOf(keys, 'en').map((choice) => [choice.name, choice]));
const choiceOf = (name: string) => byName.get(name);
const choice = (name: string) => {
  const found = choiceOf(name);
  assert.ok(found, name);
  return found;
};
const problem = (key: string, value: string, type: string) => problemOfValue(choice(key), value, type, texts, 'en');
const shown = (key: string, value: string, type: string) => {
  const { kind, value: text } = enteredOf(choice(key), value, type);
  return `${kind} ${text}`;
};
const writable = keys.filter(canWrite).map(({ name }) => name);

describe('The value of a row', () => {
  it('is entered with what fits its key, and may come from elsewhere for every key', () => {
    const best: Record<string, string> = {
      frc: 'option',
      amp: 'num',
      su: 'bool',
      att: 'time',
      cid: 'color',
      sch_week: 'schedule',
      sch_sund: 'schedule',
      fna: 'str',
      clp: 'json',
      c0i: 'str',
    };
    for (const [key, kind] of Object.entries(best)) assert.equal(kindsOf(choice(key))[0], kind, key);
    for (const key of writable)
      assert.deepEqual(kindsOf(choice(key)).slice(-5), ['msg', 'flow', 'global', 'jsonata', 'env'], key);
    assert.ok(kindsOf(choice('dwo')).includes('none'));
    assert.ok(!kindsOf(choice('amp')).includes('none'));
  });

  it('of older versions shows as what it is', () => {
    assert.equal(shown('frc', '1', 'num'), 'option 1');
    assert.equal(shown('frc', 'Off', 'str'), 'option 1');
    assert.equal(shown('amp', '10', 'str'), 'num 10');
    assert.equal(shown('su', '1', 'num'), 'bool true');
    assert.equal(shown('dwo', 'null', 'json'), 'none ');
    assert.equal(shown('trx', 'null', 'json'), 'option null');
    assert.equal(shown('att', '27000', 'num'), 'time 27000');
    assert.equal(shown('frc', 'payload', 'msg'), 'msg payload');
  });

  it('that is wrong stays where it can be put right', () => {
    assert.equal(shown('amp', '99', 'num'), 'num 99');
    assert.equal(shown('frc', '7', 'num'), 'num 7');
    assert.equal(shown('cid', 'green', 'str'), 'color green');
    assert.equal(shown('att', '7:99', 'num'), 'time 7:99');
    assert.equal(shown('sch_week', '{"control":', 'json'), 'json {"control":');
  });

  it('that the dialog opens and saves again sends the same', () => {
    const literals = fc.oneof(
      fc.integer({ min: -2, max: 40 }).map((number) => ['num', String(number)]),
      fc.constantFrom('true', 'false').map((value) => ['bool', value]),
      fc.constantFrom('Off', 'eco', '16', '#00ff00', 'abc', 'true', '').map((value) => ['str', value]),
      fc.jsonValue({ maxDepth: 2, noUnicodeString: true }).map((value) => ['json', JSON.stringify(value)]),
      fc.constantFrom('0', '1', '2', 'true', 'x').map((value) => ['option', value]),
    );
    let sent = 0;
    fc.assert(
      fc.property(fc.constantFrom(...writable), literals, (key, [type = '', value = '']) => {
        const before = encoded(key, value, type);
        const saved = savedOf(enteredOf(choice(key), value, type));
        const after = encoded(key, saved.value, saved.type);
        if ('value' in before) sent += 1;
        if ('value' in before) assert.deepEqual(after, before);
        else assert.ok('why' in after, `${key}: ${type} ${value} became ${saved.type} ${saved.value}`);
        if ('value' in before) assert.deepEqual(savedOf(enteredOf(choice(key), saved.value, saved.type)), saved);
      }),
      { numRuns: 3000 },
    );
    assert.ok(sent > 400, `only ${sent} values could be sent; the test would see nothing`);
  });

  it('can be saved exactly where the charger client would send it', () => {
    const values = fc.oneof(
      fc.integer({ min: -2, max: 70_000 }).map(String),
      fc.constantFrom('null', '[]', '{}', '[6,10,13,16,20]', '"abc"', '"#00FF00"', 'true', '6.5', '1e3', '[1,2]', '-0'),
      fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
    );
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...writable), values, (key, json) => {
        const why = problem(key, json, 'json');
        const sent = encode(key, JSON.parse(json));
        assert.equal(why === undefined, 'value' in sent, `${key} = ${json}: ${why}`);
        if (why !== undefined) refused += 1;
      }),
      { numRuns: 3000 },
    );
    assert.ok(refused > 400, `only ${refused} values were refused`);
  });

  it('that a charger has can be entered, and is sent as the charger has it', () => {
    const given: Record<string, unknown> = {
      frc: 1,
      amp: 16,
      su: false,
      att: 27_000,
      cid: '#0000FF',
      fna: 'Garage',
      dwo: null,
      trx: null,
      clp: [6, 8, 10],
      sch_week: { control: 1, ranges: [{ begin: { hour: 1, minute: 0 }, end: { hour: 2, minute: 0 } }] },
    };
    for (const [key, value] of Object.entries(given)) {
      const entered = enteredValue(choice(key), value);
      assert.ok(entered, key);
      const saved = savedOf(entered);
      assert.equal(problem(key, saved.value, saved.type), undefined, key);
      const sent = encoded(key, saved.value, saved.type);
      assert.deepEqual('value' in sent && sent.value, value, key);
    }
  });

  it('that was just begun is harmless, or asks to be filled in', () => {
    for (const key of writable)
      for (const kind of kindsOf(choice(key)).filter((each) => !['bool', 'option', 'color', 'none'].includes(each))) {
        const { value, type } = savedOf({ kind, value: startValue(choice(key), kind) });
        if (value === '' || kind === 'msg') continue;
        assert.ok(['json', 'schedule'].includes(kind), `${key} ${kind}`);
        assert.equal(typeof fixedValue(value, type), 'object');
      }
    assert.equal(scheduleOf(startValue(choice('sch_week'), 'schedule'))?.control, 0);
  });
});

describe('A row that cannot be saved', () => {
  it('says what is possible', () => {
    assert.equal(problem('amp', '40', 'num'), 'must be a whole number, 6–32 A');
    assert.equal(problem('amp', '', 'num'), 'must be a whole number, 6–32 A');
    assert.match(problem('frc', '7', 'num') ?? '', /^must be one of: .*\(0\), .*\(1\), .*\(2\)$/);
    assert.match(problem('cid', 'green', 'str') ?? '', /#00FF80/);
    assert.match(problem('mcu', 'broker', 'str') ?? '', /mqtt:\/\//);
    assert.match(problem('clp', '[6,99]', 'json') ?? '', /^entry 2: .*6–32/);
    assert.match(problem('clp', '[6,6,6,6,6,6]', 'json') ?? '', /0 to 5/);
    assert.match(problem('ids', '{"__proto__":1}', 'json') ?? '', /cannot be sent/);
    assert.match(
      problem('ids', '{"grid":1}', 'json') ?? '',
      /“grid” is not a name in it; possible names: pGrid, pPv, pAkku/,
    );
    assert.equal(problem('ids', '{"pGrid":"unavailable"}', 'json'), 'pGrid: must be a number');
    assert.equal(problem('ids', '{"pGrid":"1"}', 'json'), undefined);
    const begin = '{"control":1,"ranges":[{"begin":{"hour":25},"end":"14:00"}]}';
    assert.match(problem('sch_week', begin, 'json') ?? '', /^ranges, entry 1, begin: .*such as 06:00/);
    assert.match(problem('sch_week', '{"control":7}', 'json') ?? '', /^control: must be one of: Off \(0\), /);
    assert.match(problem('lot', '{}', 'json') ?? '', /empty; possible names: amp, dyn, sta, ts/);
    assert.match(problem('fna', 'Box', 'str') ?? '', /4 to 64/);
    assert.equal(problem('dwo', 'null', 'str'), undefined);
    assert.equal(problem('ids', '{', 'json'), texts('problem.json'));
    assert.equal(problem('amp', ' ', 'msg'), texts('problem.empty'));
  });

  it('says what is wrong with its key', () => {
    const of = (...rows: [string, string, string][]) =>
      problemOf(
        rows.map(([key, value, type]) => ({ key, value, type })),
        choiceOf,
        texts,
        'en',
      );
    assert.equal(of(['amp', '16', 'num'], ['frc', 'payload', 'msg']), undefined);
    assert.match(of(['', '16', 'num']) ?? '', /no key/);
    assert.match(of(['car', '1', 'num']) ?? '', /^car is not/);
    assert.match(of(['amp', '16', 'num'], ['amp', '10', 'num']) ?? '', /twice/);
    assert.match(of(['amp', '16', 'num'], ['frc', '9', 'num']) ?? '', /^frc: must be one of/);
  });

  it('is not one whose value the environment gives', () => {
    assert.equal(problem('amp', ['$', '{LIMIT}'].join(''), 'num'), undefined);
  });
});

describe('The present value', () => {
  it('reads as it would be entered', () => {
    const text = (key: string, value: unknown) => nowText(choice(key), value, texts, 'en');
    assert.equal(text('amp', 16), '16 A');
    assert.equal(text('att', 27_000), '07:30');
    assert.equal(text('su', true), 'On');
    assert.equal(text('dwo', null), 'none');
    assert.equal(text('frc', 1), choice('frc').options.find(({ value }) => value === 1)?.label.en);
    assert.equal(text('fna', ''), 'empty');
    assert.equal(text('mck', '***'), texts('value.secret'));
    assert.equal(text('fna', 'x'.repeat(200)).length, 48);
    const ranges = [{ begin: { hour: 22, minute: 0 }, end: { hour: 23, minute: 59 } }];
    assert.equal(text('sch_week', { control: 1, ranges }), 'Charge only within the times: 22:00–23:59');
  });
});

describe('A time of day', () => {
  it('is read as people write it', () => {
    assert.equal(secondsOf('7:30'), 27_000);
    assert.equal(secondsOf('0730'), 27_000);
    assert.equal(secondsOf(' 7 '), 25_200);
    assert.equal(secondsOf('24:00'), 86_400);
    assert.equal(secondsOf('07:30:15'), 27_015);
    for (const wrong of ['', '7:99', '25:00', '24:01', '7:3', 'noon', '-1:00', '123456'])
      assert.equal(secondsOf(wrong), undefined, wrong);
  });

  it('stays the same second, written and read', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 86_400 }), (second) => secondsOf(timeOfDay(second)) === second));
  });
});

describe('A schedule', () => {
  const night = {
    control: 1,
    ranges: [
      { begin: '22:00', end: '23:59' },
      { begin: '00:00', end: '06:15' },
    ],
  };

  it('is written as a whole and reads back as it was', () => {
    const json = jsonOf(night) ?? '';
    assert.deepEqual(JSON.parse(json).ranges[0], { begin: { hour: 22, minute: 0 }, end: { hour: 23, minute: 59 } });
    assert.deepEqual(scheduleOf(json), night);
    assert.equal(JSON.parse(jsonOf({ control: 2, ranges: [] }) ?? '').ranges.length, 2);
  });

  it('with seconds, of newer firmwares, keeps them', () => {
    const json =
      '{"control":1,"ranges":[{"begin":{"hour":1,"minute":2,"second":3},"end":{"hour":4,"minute":5,"second":0}}]}';
    assert.deepEqual(scheduleOf(json)?.ranges[0], { begin: '01:02:03', end: '04:05' });
    assert.equal(JSON.parse(jsonOf(scheduleOf(json) ?? night) ?? '').ranges[0].begin.second, 3);
  });

  it('that a form cannot show is none', () => {
    for (const json of [
      '',
      '[]',
      'null',
      '{"ranges":[]}',
      '{"control":1,"ranges":[{},{},{}]}',
      '{"control":1,"ranges":[1]}',
    ])
      assert.equal(scheduleOf(json), undefined, json);
  });

  it('of more than two ranges, as 60.5 takes them, keeps them all', () => {
    const day = { control: 1, ranges: [...night.ranges, { begin: '12:00', end: '13:00' }, { begin: '', end: '' }] };
    const json = jsonOf(day) ?? '';
    assert.equal(JSON.parse(json).ranges.length, 3);
    assert.deepEqual(scheduleOf(json), { ...day, ranges: day.ranges.slice(0, 3) });
    assert.deepEqual(enteredValue(choice('sch_week'), JSON.parse(json)), { kind: 'schedule', value: json });
  });

  it('with half a range cannot be written', () => {
    assert.equal(jsonOf({ control: 1, ranges: [{ begin: '22:00', end: '' }] }), undefined);
    assert.equal(jsonOf({ control: 1, ranges: [{ begin: '22:00', end: '7:99' }] }), undefined);
  });

  it('warns of ranges that have no effect, or another than expected', () => {
    assert.equal(warningAbout(night), undefined);
    assert.equal(warningAbout({ control: 1, ranges: [{ begin: '22:00', end: '06:00' }] }), 'backwards');
    assert.equal(warningAbout({ control: 2, ranges: [] }), 'noRange');
    assert.equal(warningAbout({ control: 0, ranges: [] }), undefined);
  });

  it('offers what newer firmwares can do, and says so', () => {
    const controls = controlsOf(choice('sch_week'));
    assert.deepEqual(
      controls.map(({ option }) => option.value),
      [0, 1, 2, 3, 4],
    );
    assert.deepEqual(
      controls.map(({ since }) => since),
      [undefined, undefined, undefined, '59.4', '59.4'],
    );
  });
});

/** Value that `goe-set` would send for a saved row. */
function encoded(key: string, value: string, type: string) {
  const fixed = fixedValue(value, type);
  if (typeof fixed === 'string') return { why: fixed };
  const option = type === 'option' && choice(key).options.find((each) => String(each.value) === value);
  return encode(key, option ? option.value : fixed.value);
}
