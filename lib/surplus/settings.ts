/** What the owner chose: the properties of a goe-surplus node, with their defaults and their bounds. */

export const MODES = ['off', 'solar', 'min-solar', 'fast'] as const;
export const PHASE_CHOICES = ['auto', '1', '3'] as const;
export const ON_STALE = ['stop', 'minimum', 'release'] as const;
export const BATTERY_PRIORITIES = ['car', 'battery', 'above-soc'] as const;

export type Mode = (typeof MODES)[number];
export type PhaseChoice = (typeof PHASE_CHOICES)[number];
export type OnStale = (typeof ON_STALE)[number];
export type BatteryPriority = (typeof BATTERY_PRIORITIES)[number];

/** Complete settings. Currents in ampere, powers in watt, times in seconds. */
export interface Settings {
  /** `off`: never charge. `solar`: from surplus only. `min-solar`: never below the minimum. `fast`: as much as is allowed. */
  mode: Mode;
  phases: PhaseChoice;
  minCurrent: number;
  maxCurrent: number;
  /** Export that is left alone, in watt; negative lets the car draw that much from the grid. */
  reserve: number;
  /** How long there must be enough surplus before a start. */
  startDelay: number;
  /** How long surplus must be missing before a stop; meanwhile the car is held at the minimum. */
  stopDelay: number;
  /** Shortest time between two phase switches. */
  phaseDelay: number;
  /** Shortest time between a start and the next stop. */
  minRun: number;
  /** Shortest time between a stop and the next start. */
  minPause: number;
  /** Phase switches in any hour. */
  maxPhaseSwitches: number;
  /** After so long without a measurement the meter counts as lost. */
  staleAfter: number;
  /** What to do then: stop, charge with the minimum, or hand the charger back to its own rules. */
  onStale: OnStale;
  /** Who gets the sun first. `above-soc`: the home battery up to `batterySoc`, then the car. */
  batteryPriority: BatteryPriority;
  /** Percent. */
  batterySoc: number;
  /** Ampere that each phase of the house connection bears; undefined: not watched. */
  fuse: number | undefined;
}

/** Settings as a caller may give them: any subset; `phases` also as a number. */
export type SettingsInput = Partial<Omit<Settings, 'phases'>> & { phases?: PhaseChoice | 1 | 3 };

export const DEFAULTS: Readonly<Settings> = {
  mode: 'solar',
  phases: 'auto',
  minCurrent: 6,
  maxCurrent: 16,
  reserve: 0,
  startDelay: 60,
  stopDelay: 180,
  phaseDelay: 180,
  minRun: 300,
  minPause: 120,
  maxPhaseSwitches: 4,
  staleAfter: 30,
  onStale: 'stop',
  batteryPriority: 'car',
  batterySoc: 80,
  fuse: undefined,
};

/** The smallest and largest current that can be signalled to a car, in ampere [IEC 61851-1; the charger's `amp`]. */
const SIGNALLED = { least: 6, most: 32 } as const;
const DAY_S = 86_400;

/** Completes and bounds settings. What is missing or makes no sense takes its default; nothing is thrown. */
export function complete(input: SettingsInput | null | undefined): Settings {
  const given: Record<string, unknown> = typeof input === 'object' && input !== null ? { ...input } : {};
  const bounded = (name: keyof Settings, least: number, most: number) =>
    clamp(numberOr(given[name], DEFAULTS[name] as number), least, most);
  const { least, most } = SIGNALLED;
  const minCurrent = Math.ceil(bounded('minCurrent', least, most));
  return {
    mode: oneOf(MODES, given.mode, DEFAULTS.mode),
    phases: oneOf(
      PHASE_CHOICES,
      typeof given.phases === 'number' ? String(given.phases) : given.phases,
      DEFAULTS.phases,
    ),
    minCurrent,
    maxCurrent: Math.max(minCurrent, Math.floor(bounded('maxCurrent', least, most))),
    reserve: bounded('reserve', -50_000, 50_000),
    startDelay: bounded('startDelay', 0, DAY_S),
    stopDelay: bounded('stopDelay', 0, DAY_S),
    phaseDelay: bounded('phaseDelay', 0, DAY_S),
    minRun: bounded('minRun', 0, DAY_S),
    minPause: bounded('minPause', 0, DAY_S),
    maxPhaseSwitches: Math.floor(bounded('maxPhaseSwitches', 0, 60)),
    staleAfter: bounded('staleAfter', 1, DAY_S),
    onStale: oneOf(ON_STALE, given.onStale, DEFAULTS.onStale),
    batteryPriority: oneOf(BATTERY_PRIORITIES, given.batteryPriority, DEFAULTS.batteryPriority),
    batterySoc: bounded('batterySoc', 0, 100),
    fuse: typeof given.fuse === 'number' && given.fuse > 0 && Number.isFinite(given.fuse) ? given.fuse : undefined,
  };
}

function oneOf<Choice extends string>(choices: readonly Choice[], value: unknown, otherwise: Choice): Choice {
  return choices.find((choice) => choice === value) ?? otherwise;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
