/**
 * What else bounds a current that is written: chargers take 6 to 32 A on every model and do not clamp it
 * [marq24/ha-goecharger-api2#136, #162], but what flows stays below installation, model, cable and adapter.
 */
import type { Json } from '../json';
import type { KeyRow } from './row';

/** The keys that bound it, each with the ampere it allows: `{ ama: 16 }`. */
export type LimitedBy = Record<string, number>;

/** An adapter is always there on CORE and PRO, and limits nothing [owners' reports]. */
const ALWAYS_WITH_ADAPTER = /phoenix|pro/i;
const ADAPTER_A = 16;
/** `var` is the model's power in kW. */
const MODEL_A: Readonly<Record<number, number>> = { 11: 16, 22: 32 };

/** What has to be known to tell what bounds a value of the key. */
export function boundKeys({ boundedBy }: Pick<KeyRow, 'boundedBy'>): readonly string[] {
  return boundedBy ? [...boundedBy, 'typ'] : [];
}

/** @returns undefined where nothing that is known is lower than the value */
export function limitedBy(
  { boundedBy }: Pick<KeyRow, 'boundedBy'>,
  value: Json,
  known: (key: string) => Json | undefined,
): LimitedBy | undefined {
  if (!boundedBy || typeof value !== 'number') return undefined;
  const lower = boundedBy.flatMap((key): [string, number][] => {
    const ampere = ampereOf(key, known(key), known('typ'));
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
