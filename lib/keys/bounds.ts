/**
 * Bounds of a current by other keys: chargers accept 6 to 32 A on every model and do not clamp the value
 * [marq24/ha-goecharger-api2#136, #162], but the current stays below the limits of installation, model, cable and adapter.
 */
import type { Json } from '../json';
import type { KeyRow } from './row';

/** The keys that bound a current, each with the ampere it allows: `{ ama: 16 }`. */
export type LimitedBy = Record<string, number>;

/** Types of CORE and PRO: they always report an adapter (`adi`), and it limits nothing [owners' reports]. */
const ALWAYS_WITH_ADAPTER = /phoenix|pro/i;
const ADAPTER_A = 16;
/** The ampere of each variant; `var` is its power in kW. */
const MODEL_A: Readonly<Record<number, number>> = { 11: 16, 22: 32 };

/** The keys whose values are needed to find the bounds of this key. */
export function boundKeys({ boundedBy }: Pick<KeyRow, 'boundedBy'>): readonly string[] {
  return boundedBy ? [...boundedBy, 'typ'] : [];
}

/**
 * The keys that allow less than the value.
 * @param current gives the present value of a key, undefined while it is unknown
 * @returns undefined where no known bound is lower than the value
 */
export function limitedBy(
  { boundedBy }: Pick<KeyRow, 'boundedBy'>,
  value: Json,
  current: (key: string) => Json | undefined,
): LimitedBy | undefined {
  if (!boundedBy || typeof value !== 'number') return undefined;
  const lower = boundedBy.flatMap((key): [string, number][] => {
    const ampere = ampereOf(key, current(key), current('typ'));
    return ampere !== undefined && ampere < value ? [[key, ampere]] : [];
  });
  return lower.length > 0 ? Object.fromEntries(lower) : undefined;
}

function ampereOf(key: string, value: Json | undefined, type: Json | undefined): number | undefined {
  if (key === 'adi')
    return value === true && typeof type === 'string' && !ALWAYS_WITH_ADAPTER.test(type) ? ADAPTER_A : undefined;
  if (typeof value !== 'number' || value <= 0) return undefined;
  return key === 'var' ? MODEL_A[value] : value;
}
