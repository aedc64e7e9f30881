/** Values for writing, as tables: the value that is given, then the value that is sent. */
import assert from 'node:assert/strict';
import { canWrite, encode, keys } from '../../../lib/keys';
import { meanings } from './meanings';
import { check, refused, show } from './written';

function table(title: string, cases: readonly (readonly [key: string, value: unknown, expected: unknown])[]): void {
  describe(title, () => {
    for (const [key, value, expected] of cases) {
      const outcome = expected === refused ? 'is refused' : `is sent as ${show(expected)}`;
      it(`${key} = ${show(value)} (${typeof value}) ${outcome}`, () => check(key, value, expected));
    }
  });
}

describe('Writing a value', () => {
  table('of the charging current', [
    ['amp', 6, 6],
    ['amp', 16, 16],
    ['amp', 32, 32],
    ['amp', '16', 16],
    ['amp', ' 16 ', 16],
    ['amp', '16.0', 16],
    ['amp', '1.6e1', 16],
    ['amp', 5, refused],
    ['amp', 33, refused],
    ['amp', 6.5, refused],
    ['amp', '6.5', refused],
    ['amp', 'abc', refused],
    ['amp', '16A', refused],
    ['amp', '0x10', refused],
    ['amp', '', refused],
    ['amp', ' ', refused],
    ['amp', Number.NaN, refused],
    ['amp', Number.POSITIVE_INFINITY, refused],
    ['amp', Number.NEGATIVE_INFINITY, refused],
    ['amp', 'Infinity', refused],
    ['amp', '1e999', refused],
    ['amp', -16, refused],
    ['amp', true, refused],
    ['amp', null, refused],
    ['amp', undefined, refused],
    ['amp', [16], refused],
    ['amp', { value: 16 }, refused],
    ['amp', 16n, refused],
  ]);

  table('of other numbers', [
    ['dwo', 10_000, 10_000],
    ['dwo', 1234.5, 1234.5],
    ['dwo', '1234.5', 1234.5],
    ['dwo', '.5', 0.5],
    ['dwo', 0, 0],
    ['dwo', -0, 0],
    ['dwo', '-0', 0],
    ['dwo', -1, refused],
    ['pgt', -200, -200],
    ['pgt', '+200', 200],
    ['lbr', 255, 255],
    ['lbr', 256, refused],
    ['del', 0, 0],
    ['del', 10, refused],
    ['fmt', 2 ** 60, refused],
  ]);

  table('of nothing (null), which only some keys allow', [
    ['dwo', null, null],
    ['trx', null, null],
    ['tcl', null, null],
    ['mtp', null, null],
    ['ids', null, null],
    ['dwo', 'null', null],
    ['dwo', ' null ', null],
    ['tcl', 'null', null],
    ['mtp', 'null', null],
    ['ids', 'null', null],
    ['amp', 'null', refused],
    ['frc', 'null', refused],
    ['sch_week', 'null', refused],
    ['fna', 'null', 'null'],
    ['lbr', null, refused],
    ['frc', null, refused],
    ['fna', null, refused],
    ['clp', null, refused],
    ['sch_week', null, refused],
    ['fup', null, refused],
  ]);

  table('of a switch', [
    ['fup', true, true],
    ['fup', false, false],
    ['fup', 1, true],
    ['fup', 0, false],
    ['fup', 'true', true],
    ['fup', 'OFF', false],
    ['fup', ' on ', true],
    ['fup', '0', false],
    ['fup', 2, refused],
    ['fup', 'yes please', refused],
    ['fup', 'toString', refused],
    ['fup', '__proto__', refused],
    ['fup', [], refused],
    ['rst', true, true],
  ]);

  table('of a colour', [
    ['cid', '#0000FF', '#0000FF'],
    ['cid', '#00ff80', '#00ff80'],
    ['cid', '0000FF', refused],
    ['cid', '#00F', refused],
    ['cid', '#0000FG', refused],
    ['cid', '#0000FF ', refused],
    ['cid', '#0000FF\n', refused],
    ['cid', 'blue', refused],
    ['cid', 255, refused],
  ]);

  table('of an option, by number, name and label in both languages', [
    ['frc', 2, 2],
    ['frc', '2', 2],
    ['frc', 'Off', 1],
    ['frc', 'Nicht laden', 1],
    ['frc', 'LADEN', 2],
    ['frc', 3, refused],
    ['frc', 'Perhaps', refused],
    ['psm', 'Force_3', 2],
    ['psm', 'force-3', 2],
    ['psm', 'Three phases', 2],
    ['psm', 'dreiphasig', 2],
    ['psm', 'Automatisch', 0],
    ['psm', 3, refused],
    ['psm', '🚗', refused],
    ['psm', '', refused],
    ['lmo', 'Daily Trip', 5],
    ['lmo', 'NextTrip', 5],
    ['lmo', 'AutomaticStop', 5],
    ['lmo', 2, refused],
    ['ust', 'Immer verriegelt', 2],
    ['acs', 'EVCMS', 2],
    ['trx', 'Ohne Karte', 0],
    ['trx', 'Karte 1', 1],
    ['trx', 10, 10],
    ['trx', 11, refused],
    ['awc', 'Germany', 1],
    ['awc', 77, 77],
  ]);

  table('of a text', [
    ['fna', '', refused],
    ['fna', 'Box', refused],
    ['fna', 'Box1', 'Box1'],
    ['fna', '🚗🚗🚗🚗', '🚗🚗🚗🚗'],
    ['fna', 'x'.repeat(64), 'x'.repeat(64)],
    ['fna', 'x'.repeat(65), refused],
    ['tzt', '', ''],
    ['ct', 'renaultZoe', 'renaultZoe'],
    ['ct', 'Dacia Spring', 'daciaSpring'],
    ['ct', 'Trabant', 'Trabant'],
    ['ct', '', ''],
    ['fna', 'Garage', 'Garage'],
    ['fna', '#+&"?%=\\/', '#+&"?%=\\/'],
    ['fna', 'Österreichs größte Säule', 'Österreichs größte Säule'],
    ['fna', '🚗⚡️👩‍🔧', '🚗⚡️👩‍🔧'],
    ['fna', 'two\nlines\u0000', 'two\nlines\u0000'],
    ['fna', '__proto__', '__proto__'],
    ['fna', 'Box\ud83d', refused],
    ['fna', 'ab\udc00bc', refused],
    ['fna', 16, refused],
    ['fna', true, refused],
    ['fna', ['Garage'], refused],
    ['ct', '🚗'.repeat(64), '🚗'.repeat(64)],
    ['ct', 'x'.repeat(65), refused],
    ['mcu', 'mqtts://user:p%40ss@broker:8883', 'mqtts://user:p%40ss@broker:8883'],
    ['mcu', '', ''],
    ['mcu', 'broker', refused],
    ['mcu', 'mqtt://a b', refused],
    ['c0i', '04A1B2C3', '04A1B2C3'],
    ['c0i', true, refused],
  ]);

  table('of a list', [
    ['clp', [6, 10, 16], [6, 10, 16]],
    ['clp', ['6', 10], [6, 10]],
    ['clp', '[6,10]', [6, 10]],
    ['clp', [], []],
    ['clp', [6, 8, 10, 12, 14, 16], refused],
    ['clp', [5], refused],
    ['clp', [6, null], refused],
    ['clp', [6.5], refused],
    ['clp', [[6]], refused],
    ['clp', '6,10', refused],
    ['clp', 6, refused],
    ['clp', { 0: 6, length: 1 }, refused],
    ['map', [1, 2, 3], [1, 2, 3]],
    ['map', [1, 2], refused],
    ['cards', [{}, { name: 'Anna', energy: 0 }], [{}, { name: 'Anna', energy: 0 }]],
    ['cards', Array(11).fill({}), refused],
    ['cards', [1], refused],
  ]);

  table('of an object', [
    ['ids', { pGrid: -1200, pPv: 3000.5, pAkku: 0 }, { pGrid: -1200, pPv: 3000.5, pAkku: 0 }],
    ['ids', '{"pGrid":-1200}', { pGrid: -1200 }],
    ['ids', { pGrid: -1200, pPv: undefined }, { pGrid: -1200 }],
    ['ids', { pGrid: Number.NaN }, refused],
    ['ids', [-1200], refused],
    ['ids', '[-1200]', refused],
    ['ids', '{"pGrid":', refused],
    ['ids', -1200, refused],
    ['ids', { '\ud800': 1 }, refused],
    ['ids', { name: '\ud800' }, refused],
  ]);

  table('of a property of an object, as of a key', [
    ['ids', { pGrid: '-1200' }, { pGrid: -1200 }],
    ['ids', { pGrid: -1200, pPv: null }, { pGrid: -1200, pPv: null }],
    ['ids', { pGrid: 'unavailable' }, refused],
    ['ids', { pGrid: null }, refused],
    ['ids', { pGrid: true }, refused],
    ['ids', { grid: -1000 }, refused],
    ['ids', { pGrid: -1000, pAccu: 5 }, refused],
    ['ids', { pPv: 3000 }, refused],
    ['ids', {}, refused],
    ['lot', { amp: '16' }, { amp: 16 }],
    ['lot', { amp: 16.5 }, refused],
    ['lot', { amp: -1 }, refused],
    ['lot', { amps: 16 }, refused],
    ['lot', {}, refused],
    ['lot', { amp: 16, ts: Date.UTC(2026, 1, 1) }, refused],
    ['cards', [{ name: 5 }], refused],
    ['cards', [{ energy: '0' }], [{ energy: 0 }]],
    ['cards', [{ cardId: true, name: 'Anna' }], [{ cardId: true, name: 'Anna' }]],
    [
      'wifis',
      [{}, { ssid: 'Home', key: 'secret 1', useStaticIp: false }],
      [{}, { ssid: 'Home', key: 'secret 1', useStaticIp: false }],
    ],
    ['wifis', [{ ssid: 'Home', key: true }], refused],
    ['smd', { anything: [1] }, { anything: [1] }],
    ['smd', {}, {}],
  ]);

  const at = (hour: number, minute = 0) => ({ hour, minute });
  const week = (begin: unknown, end: unknown, control: unknown = 1) => ({ control, ranges: [{ begin, end }] });
  table('of a schedule', [
    ['sch_week', week(at(6), at(14, 30)), week(at(6), at(14, 30))],
    ['sch_week', week('06:00', '14:30'), week(at(6), at(14, 30))],
    ['sch_week', week('6:00', '24:00'), week(at(6), at(24))],
    ['sch_week', week('06:00:15', at(7)), week({ hour: 6, minute: 0, second: 15 }, at(7))],
    ['sch_week', week({ hour: '6', minute: '05', second: 0 }, at(7)), week({ hour: 6, minute: 5, second: 0 }, at(7))],
    ['sch_week', week({ hour: 6 }, at(7)), week(at(6), at(7))],
    ['sch_week', week(at(6), at(7), 'Allow'), week(at(6), at(7), 1)],
    ['sch_week', week(at(6), at(7), '2'), week(at(6), at(7), 2)],
    ['sch_week', week(at(6), at(7), 'Nur innerhalb der Zeiten laden'), week(at(6), at(7), 1)],
    ['sch_week', JSON.stringify(week('06:00', '7:00', 'Off')), week(at(6), at(7), 0)],
    ['sch_week', { control: 1, ranges: [] }, { control: 1, ranges: [] }],
    ['sch_week', { control: 0 }, { control: 0 }],
    ['sch_week', week(at(25), at(7)), refused],
    ['sch_week', week(at(6), at(24, 1)), refused],
    ['sch_week', week(at(6, 60), at(7)), refused],
    ['sch_week', week(at(-1), at(7)), refused],
    ['sch_week', week('25:00', at(7)), refused],
    ['sch_week', week('noon', at(7)), refused],
    ['sch_week', week(21_600, at(7)), refused],
    ['sch_week', week(null, at(7)), refused],
    ['sch_week', week({ hour: 6, minutes: 5 }, at(7)), refused],
    ['sch_week', week(at(6), at(7), 7), refused],
    ['sch_week', week(at(6), at(7), 'Perhaps'), refused],
    ['sch_week', { ranges: [] }, refused],
    ['sch_week', { control: 1, range: [] }, refused],
    ['sch_week', { control: 1, ranges: [{}] }, refused],
    ['sch_week', { control: 1, ranges: {} }, refused],
    ['sch_week', {}, refused],
    ['att', '07:30', 27_000],
    ['att', '27000', 27_000],
    ['att', '25:00', refused],
  ]);

  table('of a key that can only be read, or that nobody knows', [
    ['alw', true, refused],
    ['fsp', true, refused],
    ['car', 1, refused],
    ['nrg', [], refused],
    ['fwv', '60.5', refused],
    ['zzz', 1, refused],
    ['', 1, refused],
    ['nrg.powerTotal', 1, refused],
    ['__proto__', {}, refused],
    ['constructor', {}, refused],
    ['hasOwnProperty', 1, refused],
  ]);

  it('says what to write instead of a key that only shows a state', () => {
    for (const [key, instead] of [
      ['alw', 'frc'],
      ['fsp', 'psm'],
      ['acu', 'amp'],
    ] as const) {
      const result = encode(key, 1);
      assert.ok('why' in result && new RegExp(`\\b${instead}\\b`).test(result.why), key);
    }
    assert.deepEqual(encode('wh', 1), { why: 'this key can only be read; remove it from the values to set' });
  });

  it('says what the value must be', () => {
    const why = (key: string, value: unknown) => {
      const result = encode(key, value);
      return 'why' in result ? result.why : assert.fail(`${key} was taken`);
    };
    assert.match(why('amp', 5), /whole number from 6 to 32 A/);
    assert.match(why('psm', 7), /0 \(Automatic\).*2 \(Three phases\)/);
    assert.match(why('cid', 'red'), /#/);
    assert.match(why('clp', [6, 5]), /entry 2 .*from 6 to 32/);
    assert.match(why('dwo', 'x'), /or null/);
    assert.equal(why('amp', undefined), 'the value is missing; it must be a whole number from 6 to 32 A');
    assert.equal(why('amp', null), 'must be a whole number from 6 to 32 A, not null');
    assert.equal(why('fna', '\ud800name'), 'contains half of a character pair, which cannot be sent; remove it');
    assert.match(why('ids', { 'any text': 1 }), /^has a property that it cannot have; its properties are pGrid/);
    assert.equal(why('ids', { grid: 1 }), 'has no property “grid”; its properties are pGrid, pPv, pAkku');
    assert.equal(why('ids', {}), 'pGrid is missing; it must be a number in W');
    assert.equal(why('ids', { pGrid: 'unavailable' }), 'pGrid must be a number in W');
    assert.match(why('sch_week', week('6', '25:00')), /^ranges, entry 1, end must be a time of day such as 06:00/);
    assert.match(why('sch_week', { control: 7 }), /^control must be one of 0 \(Off\), 1 /);
    assert.equal(why('lot', {}), 'must not be empty; its properties are amp, dyn, sta, ts');
    assert.doesNotMatch(why('amp', 5), /null/);
    assert.equal(why('map', [1, 2]), 'must be a list of 3 entries');
    // Firmware before 60.2 accepts a list, so the error names the entry.
    assert.match(why('awpl', [{ start: 1 }]), /^entry 1, end is missing/);
  });

  it('never repeats the value in the reason, for it may be a password', () => {
    for (const value of ['hunter2 hunter2', { key: 'hunter2', date: new Date() }, [{ hunter2: Symbol('hunter2') }]]) {
      for (const key of ['mcu', 'wifis', 'pass', 'wak', 'amp', 'cid', 'rst', 'frc', 'ids']) {
        const result = encode(key, value);
        if ('why' in result) assert.doesNotMatch(result.why, /hunter2/, key);
      }
    }
  });

  describe('takes every option of every key', () => {
    for (const row of keys.filter((each) => canWrite(each) && meanings(each).some((meaning) => meaning.options))) {
      it(`${row.name} by number, name and label`, () => {
        for (const [i, meaning] of meanings(row).entries()) {
          if (meaning.access === 'r') continue;
          const firmware = row.versions ? (i === 0 ? '050.0' : row.versions[i - 1]!.since) : undefined;
          for (const { value, name, label } of meaning.options ?? [])
            for (const given of [
              value,
              String(value),
              name,
              name.toLowerCase(),
              label.en,
              label.de,
              ` ${label.de.toUpperCase()}`,
            ])
              check(row.name, given, value, firmware);
        }
      });
    }
  });
});
