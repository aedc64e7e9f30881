/** Charger reading: the charger's part of a reading for the controller, from the values that are known. */
import type { Charger, Json } from '../../lib/charger/charger.types';
import { keyOf } from '../../lib/keys';
import { CAR, type ReadingInput } from '../../lib/surplus';

/** Keys that the controller needs. They are few, as each poll asks for all of them. */
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

/** Reading of a charger; all values are undefined while it is out of reach. */
export function chargerReading(charger: Pick<Charger, 'known'>): ChargerPart {
  const number = (name: string) => asNumber(knownOf(charger, name));
  const current = (phase: number) => number(`nrg.currentL${phase}`) ?? null;
  return {
    car: number('car'),
    // The plug of this node judges `car` already.
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

/** Needed values that every model has. Where a number is needed, `null` is none. */
const NEEDED = ['car', 'frc'] as const;
const NEEDED_NUMBERS = ['amp', 'nrg.powerTotal'] as const;
/** Needed keys that a model may not have. */
const NEEDED_WHERE_THERE = ['psm', 'fsp', 'alw', 'cll', 'lmo', 'dwo', 'wh'] as const;

/**
 * Missing keys: a charger that answers without them counts as lost, as their last values are of another time. Of the keys that a
 * model may not have, only those count that were just there.
 */
export function missingKeys(charger: Pick<Charger, 'known' | 'leftOutKeys'>): string[] {
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

/** Phases that are set; in automatic mode `fsp` shows the charger's choice [vendor's API documents]. */
function phasesSet(charger: Pick<Charger, 'known'>): 1 | 3 | undefined {
  const mode = knownOf(charger, 'psm');
  if (mode === PHASES.one) return 1;
  if (mode === PHASES.three) return 3;
  const single = knownOf(charger, 'fsp');
  if (typeof single === 'boolean') return single ? 1 : 3;
  return mode === PHASES.automatic ? 3 : undefined;
}

/**
 * Values of `modelStatus` that are no refusal: forced off, which is what is set, the pause of a phase switch, and all reasons for
 * charging [vendor's API documents].
 */
const NO_REFUSAL: ReadonlySet<number> = new Set([3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 19, 20, 23, 33]);

/** Reason of a charger that does not let the car charge although it is allowed to (`modelStatus`). */
function refusal(charger: Pick<Charger, 'known'>): number | undefined {
  if (knownOf(charger, 'frc') === FORCE.off || knownOf(charger, 'alw') !== false) return undefined;
  const reason = asNumber(knownOf(charger, 'modelStatus'));
  return reason === undefined || NO_REFUSAL.has(reason) ? undefined : reason;
}

/**
 * Entries of `cll` that bound the current from above. The others are the requested current, the least one
 * (`minChargingCurrent`), or the wants of the charger's own rules (`pvSurplus`, `awattar`); an entry of a later firmware
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

/** Lowest limit that counts, in ampere: less cannot be signalled and means that the car may not charge now, which `alw` shows [IEC 61851-1]. */
const LEAST_A = 6;

/** Lowest of the charger's limits, in ampere. */
export function limitOf(limits: Json | undefined): number | undefined {
  if (typeof limits !== 'object' || limits === null || Array.isArray(limits)) return undefined;
  const amperes = UPPER_BOUNDS.flatMap((name) => {
    const ampere = asNumber(limits[name]);
    return ampere !== undefined && ampere >= LEAST_A ? [ampere] : [];
  });
  return amperes.length > 0 ? Math.min(...amperes) : undefined;
}

/** Value of a name that is known and not stale. */
export function knownOf(charger: Pick<Charger, 'known'>, name: string): Json | undefined {
  const known = charger.known(name);
  return known && !known.stale ? known.value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
