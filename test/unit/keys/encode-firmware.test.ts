/** Keys that changed their type, options or access with a firmware. */
import { check, refused, show } from './written';

describe('Writing to a firmware', () => {
  const range = { begin: { hour: 1, minute: 0 }, end: { hour: 2, minute: 0 } };
  const threeRanges = { control: 1, ranges: [range, range, range] };
  const cases: [string, unknown, string | undefined, unknown][] = [
    ['bac', true, '054.0', true],
    ['bac', 3, '054.0', refused],
    ['bac', 1, '054.11', true],
    ['bac', 3, '055.7', 3],
    ['bac', 'NeverLock', '055.7', 3],
    ['bac', true, '055.7', refused],
    ['bac', 3, '60.5', 3],
    ['bac', 4, '60.5', refused],
    ['bac', true, undefined, true],
    ['bac', 3, undefined, 3],
    ['bac', 4, undefined, refused],
    ['bac', true, 'BETA', true],
    ['bac', 3, '', 3],
    ['sdp', false, '053.1', false],
    ['sdp', 0, '056.9', 0],
    ['lot', 32, '054.6', 32],
    ['lot', { amp: 32 }, '054.6', refused],
    ['lot', { amp: 32, dyn: 0, sta: 0, ts: 0 }, '055.7', { amp: 32, dyn: 0, sta: 0, ts: 0 }],
    ['lot', 32, '055.7', refused],
    ['lot', 32, undefined, 32],
    ['lot', { amp: 32 }, undefined, { amp: 32 }],
    ['acs', 2, '055.7', refused],
    ['acs', 2, '59.4', 2],
    ['acs', 'EVCMS', '055.7', refused],
    ['tds', 3, '056.9', refused],
    ['tds', 3, '60.5', 3],
    ['lbr', 100, '051.3', 100],
    ['trx', 1, '053.1', 1],
    ['smd', {}, '055.7', refused],
    ['pco', 'key', '055.7', refused],
    ['pco', 'key', '60.5', 'key'],
    ['sch_week', { control: 2, ranges: [] }, '055.7', { control: 2, ranges: [] }],
    ['sch_week', { control: 4, ranges: [] }, '60.4', { control: 4, ranges: [] }],
    ['sch_week', { control: 'Allow', ranges: [] }, '055.7', { control: 1, ranges: [] }],
    ['sch_week', { control: 'Outside', ranges: [] }, '60.5', { control: 2, ranges: [] }],
    ['sch_week', { control: 4, ranges: [] }, '055.7', refused],
    ['sch_week', threeRanges, '60.4', refused],
    ['sch_week', threeRanges, '60.5', threeRanges],
    ['sch_week', threeRanges, undefined, threeRanges],
    [
      'awpl',
      [{ start: 1_700_000_000, end: 1_700_003_600, marketprice: '12.5' }],
      '56.9',
      [{ start: 1_700_000_000, end: 1_700_003_600, marketprice: 12.5 }],
    ],
    ['awpl', [{ start: 1_700_000_000_000, end: 1_700_003_600_000, marketprice: 12.5 }], '56.9', refused],
    ['awpl', [{ start: 1_700_000_000, end: 1_700_003_600 }], '56.9', refused],
    ['awpl', { any: 1 }, '60.4', { any: 1 }],
    // The firmware numbers of a Wattpilot are not those of go-e.
    ['lbr', 100, '43.4', 100],
    ['bac', 3, '43.4', 3],
    ['lot', { amp: 16 }, '43.4', { amp: 16 }],
    ['lbr', 100, '1.9.4', 100],
    ['fsp', true, '60.5', refused],
    ['amp', 16, 'BETA', 16],
    ['amp', 33, 'BETA', refused],
  ];
  for (const [key, value, firmware, expected] of cases) {
    const where = firmware === undefined ? 'an unknown firmware' : `firmware "${firmware}"`;
    it(`${key} = ${show(value)} ${expected === refused ? 'is refused' : `is sent as ${show(expected)}`} at ${where}`, () =>
      check(key, value, expected, firmware));
  }
});
