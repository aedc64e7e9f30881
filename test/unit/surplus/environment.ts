/** Environment for the controller: a house with a roof and a meter, and the simulated charger, which gets the controller's commands. */
import { type CarOptions, createSimulator, type ModelName, type Simulator, surplus } from '../../../lib';
import type { Clock } from '../../../lib/simulator';

const START_MS = Date.UTC(2026, 5, 15, 10);
const VOLT = 230;

/** Conditions at one second. */
export interface Conditions {
  /** Power of the roof beyond the house, in watt. */
  sunW: number;
  /** No measurement of the grid this time. */
  silent?: boolean;
  /** The meter shows this instead of the real power. */
  meterW?: number;
  batteryW?: number;
  /** The battery is not measured this time. */
  batterySilent?: boolean;
  socPercent?: number;
  /** Currents of the house without the car, of the phases that are measured; with a fuse only. */
  houseA?: readonly (number | null)[];
}

export interface EnvironmentOptions {
  settings?: surplus.SettingsInput | ((second: number) => surplus.SettingsInput);
  seconds: number;
  now: (second: number, simulator: Simulator) => Conditions;
  car?: CarOptions;
  model?: ModelName;
  everyS?: number;
  /** Seconds that the meter is behind. */
  meterLagS?: number;
  /** Keys of the charger before it begins. Default: forbidden, 6 A, one phase. */
  keys?: Parameters<Simulator['set']>[0];
}

/** One step, as seen from outside. */
export interface PlayedStep {
  second: number;
  sunW: number;
  reading: surplus.ReadingInput;
  commands: surplus.Commands;
  explanation: surplus.Explanation;
  /** Real currents of the car, in ampere. */
  drawA: readonly [number, number, number];
}

/** Plays the environment and returns every step. */
export function play(options: EnvironmentOptions): PlayedStep[] {
  const { seconds, now, everyS = 1, meterLagS = 1 } = options;
  let nowMs = START_MS;
  const clock: Clock = { now: () => nowMs, every: () => () => {}, after: () => () => {} };
  const simulator = createSimulator({ model: options.model ?? 'v3-60.5', clock, car: options.car ?? {} });
  simulator.set({ ama: 32, adi: false, frc: 1, amp: 6, psm: 1, ...options.keys });
  let state = surplus.initial();
  const gridW: number[] = [];
  const steps: PlayedStep[] = [];
  for (let second = 0; second < seconds; second += 1) {
    nowMs += 1000;
    const { sunW, silent, meterW, batteryW, batterySilent, socPercent, houseA } = now(second, simulator);
    simulator.tick();
    const { drawA } = simulator.car;
    gridW.push(VOLT * drawA.reduce((sum, ampere) => sum + ampere, 0) - sunW - (batteryW ?? 0));
    if (second % everyS !== 0) continue;
    const reading: surplus.ReadingInput = {
      ...chargerReading(simulator),
      gridW: silent ? null : (meterW ?? gridW[Math.max(0, gridW.length - 1 - meterLagS)]!),
      batteryW: batterySilent ? null : batteryW,
      socPercent,
      houseCurrentsA: houseA?.map((ampere, phase) => (ampere === null ? null : ampere + (drawA[phase] ?? 0))),
    };
    const settings = typeof options.settings === 'function' ? options.settings(second) : options.settings;
    const result = surplus.step(settings, state, reading, nowMs);
    state = result.state;
    steps.push({ second, sunW, reading, commands: result.commands, explanation: result.explanation, drawA });
    applyCommands(simulator, result.commands);
  }
  void simulator.close();
  return steps;
}

function chargerReading(simulator: Simulator): surplus.ReadingInput {
  const nrg = simulator.get('nrg') as number[];
  const limits = Object.entries(simulator.get('cll') as Record<string, number>);
  return {
    car: simulator.get('car') as number,
    enabled: simulator.get('frc') !== 1,
    currentA: simulator.get('amp') as number,
    phases: simulator.get('psm') === 1 ? 1 : 3,
    chargeW: nrg[11]!,
    chargeCurrentsA: nrg.slice(4, 7),
    limitA: Math.min(...limits.filter(([name]) => name !== 'requestedCurrent').map(([, ampere]) => ampere)),
  };
}

function applyCommands(simulator: Simulator, { enabled, currentA, phases }: surplus.Commands): void {
  const keys: Record<string, number> = {};
  if (enabled !== undefined) keys.frc = enabled === 'release' ? 0 : enabled ? 2 : 1;
  if (currentA !== undefined) keys.amp = currentA;
  if (phases !== undefined) keys.psm = phases === 1 ? 1 : 2;
  for (const [key, result] of Object.entries(simulator.apply(keys)))
    if (result !== true) throw new Error(`the charger refuses ${key}: ${result}`);
}

/** The same sun all day. */
export function sun(sunW: number): (second: number) => Conditions {
  return () => ({ sunW });
}

/** The last step. */
export function lastStep(steps: readonly PlayedStep[]): PlayedStep {
  return steps.at(-1)!;
}

/** The seconds in which charging was allowed that had not been. */
export function starts(steps: readonly PlayedStep[]): number[] {
  return steps.filter(({ commands }) => commands.enabled === true).map(({ second }) => second);
}

export function stops(steps: readonly PlayedStep[]): number[] {
  return steps.filter(({ commands }) => commands.enabled === false).map(({ second }) => second);
}

export function switches(steps: readonly PlayedStep[]): number[] {
  return steps.filter(({ commands }) => commands.phases !== undefined).map(({ second }) => second);
}

/** Energy into the car, in Wh: from the sun and from the grid. */
export function energy(steps: readonly PlayedStep[]): { solarWh: number; gridWh: number } {
  let solarWh = 0;
  let gridWh = 0;
  for (const { drawA, sunW } of steps) {
    const watt = VOLT * drawA.reduce((sum, ampere) => sum + ampere, 0);
    const fromSun = Math.min(watt, Math.max(0, sunW));
    solarWh += fromSun / 3600;
    gridWh += (watt - fromSun) / 3600;
  }
  return { solarWh, gridWh };
}
