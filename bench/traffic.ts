/**
 * Traffic of a charger over MQTT in a second: 25 keys as real ones send them, each with another value than before. Every number
 * is made up; only the shapes and lengths are a charger's.
 */

/** The key whose value is the microsecond at which it was sent. */
export const TIMED = 'wh';

/** The value of each key in the n-th round, as JSON. */
const VALUES: Record<string, (round: number) => string> = {
  rbt: (n) => String(90_000_000 + n * 1000),
  utc: (n) => `"2026-01-02T03:${two(Math.floor(n / 60) % 60)}:${two(n % 60)}.${String(n % 1000).padStart(3, '0')}"`,
  loc: (n) =>
    `"2026-01-02T04:${two(Math.floor(n / 60) % 60)}:${two(n % 60)}.${String(n % 1000).padStart(3, '0')} +01:00"`,
  fhz: (n) => (49.9 + (n % 100) / 500).toFixed(3),
  nrg: (n) => `[230,231,229,1,${(n % 90) / 10 + 6},15.9,15.8,3680,3672,3650,0,${11_000 + (n % 500)},99,98,99,0]`,
  rssi: (n) => String(-50 - (n % 20)),
  tma: (n) => `[${20 + (n % 200) / 8},31.5]`,
  car: (n) => String(1 + (n % 4)),
  amp: (n) => String(6 + (n % 26)),
  wh: () => String(Number(process.hrtime.bigint() / 1000n)),
  eto: (n) => String(1_234_567 + n),
  acu: (n) => String(6 + (n % 26)),
  amt: (n) => String(16 + (n % 16)),
  modelStatus: (n) => String(n % 24),
  frc: (n) => String(n % 3),
  psm: (n) => String(1 + (n % 2)),
  lmo: (n) => String(3 + (n % 3)),
  alw: (n) => String(n % 2 === 0),
  pgrid: (n) => String(-500 - (n % 1000)),
  ppv: (n) => String(4000 + (n % 1000)),
  pakku: (n) => String(100 + (n % 1000)),
  tpa: (n) => String(11_000 + (n % 100)),
  lbp: (n) => String(80_000_000 + n),
  inva: (n) => String(85_000_000 + n),
  cdi: (n) => `{"type":1,"value":${n}}`,
};

export const KEYS: readonly string[] = Object.keys(VALUES);

/** Ten that people want, and the names they are wanted by. */
export const TEN_KEYS: readonly string[] = [
  'car',
  'amp',
  'wh',
  'eto',
  'nrg',
  'frc',
  'psm',
  'modelStatus',
  'tma',
  'fhz',
];
export const TEN_NAMES: readonly string[] = TEN_KEYS.map((key) => (key === 'nrg' ? 'nrg.powerTotal' : key));

export function jsonOf(key: string, round: number): string {
  return VALUES[key]!(round);
}

export function serialOf(charger: number): string {
  return String(100_000 + charger);
}

export function prefixOf(charger: number): string {
  return `go-eCharger/${serialOf(charger)}/`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
