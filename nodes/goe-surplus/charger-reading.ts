/** The charger's side of a reading, from what is known of it. */
import type { Charger, Json } from '../../lib/charger/charger.types';
import { keyOf } from '../../lib/keys';
import { CAR, type ReadingInput } from '../../lib/surplus';

/** Few: with polling all of them are asked for each time. */
export const READ_KEYS = [
  'car',
  'frc',
  'amp',
  'psm',
  'fsp',
  'alw',
  'nrg',
  'cll',
  'lmo',
  'dwo',
  'wh',
  'modelStatus',
] as const;

export const FORCE = { neutral: 0, off: 1, on: 2 } as const;
export const PHASES = { automatic: 0, one: 1, three: 2 } as const;

type ChargerPart = Omit<ReadingInput, 'gridW' | 'pvW' | 'batteryW' | 'socPercent' | 'houseCurrentsA' | 'energyLimitWh'>;

/** @returns a reading in which nothing is known while the charger is out of reach */
export function chargerReading(charger: Pick<Charger, 'known'>): ChargerPart {
  const number = (name: string) => asNumber(knownOf(charger, name));
  const current = (phase: number) => number(`nrg.currentL${phase}`) ?? null;
  return {
    car: number('car'),
    // Told of a charger whose `car` is judged already (`plug.ts`).
    unplugged: number('car') === CAR.idle,
    enabled: enabled(charger),
    currentA: number('amp'),
    phases: phasesSet(charger),
    chargeW: number('nrg.powerTotal'),
    chargeCurrentsA: [current(1), current(2), current(3)],
    limitA: limitOf(knownOf(charger, 'cll')),
    energyWh: number('wh'),
    refusedBecause: refusal(charger),
  };
}

/** Every model has these, and nothing can be decided without them. Where there must be a number, `null` is none. */
const NEEDED = ['car', 'frc'] as const;
const NEEDED_NUMBERS = ['amp', 'nrg.powerTotal'] as const;
/** A model may not have these. */
const NEEDED_WHERE_THERE = ['psm', 'fsp', 'alw', 'cll', 'lmo', 'dwo', 'wh'] as const;

/**
 * What is needed and not told: a charger that answers without it is as good as lost, for what it told before may be the power
 * and the currents of another moment. Of the other keys only what was just there counts: a model may not have them.
 */
export function lackingOf(charger: Pick<Charger, 'known' | 'leftOutKeys'>): string[] {
  const needed: string[] = [
    ...NEEDED.filter((name) => knownOf(charger, name) === undefined),
    ...NEEDED_NUMBERS.filter((name) => asNumber(knownOf(charger, name)) === undefined),
  ];
  const leftOut = new Set(charger.leftOutKeys());
  const others = NEEDED_WHERE_THERE.filter((key) => leftOut.has(key) && charger.known(key)?.stale === true);
  return [...new Set([...needed.map(keyOf), ...others])];
}

/** A car is plugged in; undefined where the charger does not say. */
export function hasCar(charger: Pick<Charger, 'known'>): boolean | undefined {
  const car = asNumber(knownOf(charger, 'car'));
  return car === undefined || car === 0 ? undefined : car !== CAR.idle;
}

function enabled(charger: Pick<Charger, 'known'>): boolean | undefined {
  const force = knownOf(charger, 'frc');
  if (force === FORCE.off) return false;
  if (force === FORCE.on) return true;
  const allowed = knownOf(charger, 'alw');
  return typeof allowed === 'boolean' ? allowed : undefined;
}

/** In automatic mode the charger shows by `fsp` what it has chosen. */
function phasesSet(charger: Pick<Charger, 'known'>): 1 | 3 | undefined {
  const mode = knownOf(charger, 'psm');
  if (mode === PHASES.one) return 1;
  if (mode === PHASES.three) return 3;
  const single = knownOf(charger, 'fsp');
  if (typeof single === 'boolean') return single ? 1 : 3;
  return mode === PHASES.automatic ? 3 : undefined;
}

/**
 * `modelStatus` that is no refusal of the charger's own: forced off, which is what is set, and the pause of a phase switch;
 * and all that say why it does charge [vendor's API documents].
 */
const NO_REFUSAL: ReadonlySet<number> = new Set([3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 19, 20, 23, 33]);

/** Why the charger does not let the car charge although nothing that is set forbids it. */
function refusal(charger: Pick<Charger, 'known'>): number | undefined {
  if (knownOf(charger, 'frc') === FORCE.off || knownOf(charger, 'alw') !== false) return undefined;
  const reason = asNumber(knownOf(charger, 'modelStatus'));
  return reason === undefined || NO_REFUSAL.has(reason) ? undefined : reason;
}

/**
 * The entries of `cll` that bound the current from above. The others say what was asked for, what the least is
 * (`minChargingCurrent`), or what the charger's own rules would do unforced (`pvSurplus`, `awattar`); what a later firmware adds
 * may be any of these [goecharger/go-eCharger-API-v2#188, marq24/ha-goecharger-api2#12, captured traffic].
 */
const UPPER_BOUNDS = [
  'adapterCurrentLimit',
  'cableCurrentLimit',
  'currentLimitMax',
  'loadLimit',
  'temperatureCurrentLimit',
  'temporaryCurrentLimit',
  'unsymetryCurrentLimit',
] as const;

/** Less cannot be signalled: it says that the car may not charge at present, and what then happens is the charger's to say. */
const LEAST_A = 6;

/** The lowest of the charger's limits. */
export function limitOf(limits: Json | undefined): number | undefined {
  if (typeof limits !== 'object' || limits === null || Array.isArray(limits)) return undefined;
  const amperes = UPPER_BOUNDS.flatMap((name) => {
    const ampere = asNumber(limits[name]);
    return ampere !== undefined && ampere >= LEAST_A ? [ampere] : [];
  });
  return amperes.length > 0 ? Math.min(...amperes) : undefined;
}

export function knownOf(charger: Pick<Charger, 'known'>, name: string): Json | undefined {
  const known = charger.known(name);
  return known && !known.stale ? known.value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
