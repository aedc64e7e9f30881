/**
 * Settings of the surplus controller: one table of their defaults, units, bounds and choices. Controller, node, dialog and
 * documentation read it, so that a setting stands here once.
 */

export const MODES = ['off', 'solar', 'min-solar', 'fast'] as const;
export const PHASE_CHOICES = ['auto', '1', '3'] as const;
export const ON_STALE = ['stop', 'minimum', 'release'] as const;
export const BATTERY_PRIORITIES = ['car', 'battery', 'above-soc'] as const;

export type Mode = (typeof MODES)[number];
export type PhaseChoice = (typeof PHASE_CHOICES)[number];
export type OnStale = (typeof ON_STALE)[number];
export type BatteryPriority = (typeof BATTERY_PRIORITIES)[number];

interface ChoiceSetting {
  choices: readonly string[];
  default: string;
}

interface NumberSetting {
  /** `undefined`: without a number there is no such limit. */
  default: number | undefined;
  unit: 'A' | 'W' | '%' | 'seconds' | 'perHour';
  min: number;
  max: number;
  /** Only whole numbers can be set; others are rounded to the careful side. */
  whole?: 'up' | 'down';
}

/** Currents that can be signalled to a car, in ampere [IEC 61851-1; the charger's `amp`]. */
const SIGNALLED = { min: 6, max: 32 } as const;
/** Longest time that a setting of the controller can be, in seconds [our choice]. */
const DAY_S = 86_400;
const DURATION = { unit: 'seconds', min: 0, max: DAY_S } as const;

/** The table. Times are in seconds. */
export const CONTROLLER_SETTINGS = {
  /** `off`: never charge. `solar`: from surplus only. `min-solar`: never below the minimum. `fast`: as much as is allowed. */
  mode: { choices: MODES, default: 'solar' },
  phases: { choices: PHASE_CHOICES, default: 'auto' },
  minCurrent: { default: 6, unit: 'A', ...SIGNALLED, whole: 'up' },
  maxCurrent: { default: 16, unit: 'A', ...SIGNALLED, whole: 'down' },
  /** Export that is left alone; negative lets the car draw that much from the grid. */
  reserve: { default: 0, unit: 'W', min: -50_000, max: 50_000 },
  /** Time that there must be enough surplus before a start. */
  startDelay: { default: 60, ...DURATION },
  /** Time that surplus must be missing before a stop; meanwhile the car is held at the minimum. */
  stopDelay: { default: 180, ...DURATION },
  /** Shortest time between two phase switches. */
  phaseDelay: { default: 180, ...DURATION },
  /** Shortest time between a start and the next stop. */
  minRun: { default: 300, ...DURATION },
  /** Shortest time between a stop and the next start. */
  minPause: { default: 120, ...DURATION },
  /** Phase switches in any hour. */
  maxPhaseSwitches: { default: 4, unit: 'perHour', min: 0, max: 60, whole: 'down' },
  /** Time without a measurement after which the meter counts as lost. */
  staleAfter: { default: 30, ...DURATION, min: 1 },
  /** Action while the meter is lost: stop, charge with the minimum, or leave the charger to its own rules. */
  onStale: { choices: ON_STALE, default: 'stop' },
  /** Priority of car and home battery. `above-soc`: the home battery up to `batterySoc`, then the car. */
  batteryPriority: { choices: BATTERY_PRIORITIES, default: 'car' },
  batterySoc: { default: 80, unit: '%', min: 0, max: 100 },
  /** Current that each phase of the house connection bears; undefined: not watched. */
  fuse: { default: undefined, unit: 'A', min: 6, max: 1000 },
} as const satisfies Record<string, ChoiceSetting | NumberSetting>;

type Table = typeof CONTROLLER_SETTINGS;
type ValueOf<Setting> = Setting extends { choices: readonly (infer Choice)[] }
  ? Choice
  : Setting extends { default: undefined }
    ? number | undefined
    : number;

/** Complete settings. Currents in ampere, powers in watt, times in seconds. */
export type Settings = { -readonly [Name in keyof Table]: ValueOf<Table[Name]> };

/** Settings as a caller may give them: any subset; `phases` also as a number. */
export type SettingsInput = Partial<Omit<Settings, 'phases'>> & { phases?: PhaseChoice | 1 | 3 };

export const DEFAULTS = completed({}) as Readonly<Settings>;

/** Completes and bounds settings. What is missing or makes no sense takes its default; nothing is thrown. */
export function complete(input: SettingsInput | null | undefined): Settings {
  const settings = completed(typeof input === 'object' && input !== null ? { ...input } : {});
  return { ...settings, maxCurrent: Math.max(settings.minCurrent, settings.maxCurrent) };
}

function completed(given: Record<string, unknown>): Settings {
  const entries = Object.entries<ChoiceSetting | NumberSetting>(CONTROLLER_SETTINGS).map(([name, setting]) => {
    const value = given[name];
    return [name, 'choices' in setting ? choiceOf(setting, value) : numberOf(setting, value)];
  });
  return Object.fromEntries(entries) as Settings;
}

function choiceOf({ choices, default: otherwise }: ChoiceSetting, value: unknown): string {
  const given = typeof value === 'number' ? String(value) : value;
  return choices.find((choice) => choice === given) ?? otherwise;
}

function numberOf({ default: otherwise, min, max, whole }: NumberSetting, value: unknown): number | undefined {
  const given = typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  // A limit that need not be there is taken as it is given: moving it to a bound could loosen it.
  if (otherwise === undefined) return given !== undefined && given > 0 ? given : undefined;
  const number = clamp(given ?? otherwise, min, max);
  return whole === 'up' ? Math.ceil(number) : whole === 'down' ? Math.floor(number) : number;
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
