/** A house with a roof, a meter and the simulated charger; the controller is asked every so many seconds and obeyed. */
import { type CarOptions, createSimulator, type ModelName, type Simulator, surplus } from '../../../lib';
import type { Clock } from '../../../lib/simulator';

const START_MS = Date.UTC(2026, 5, 15, 10);
const VOLT = 230;

/** What happens at one second. */
export interface Now {
  /** What the roof gives beyond the house, in watt. */
  sunW: number;
  /** The meter says nothing this time. */
  silent?: boolean;
  /** It says this instead of what is. */
  saidW?: number;
  batteryW?: number;
  /** Nobody says what the battery does. */
  batterySilent?: boolean;
  socPercent?: number;
  /** Currents of the house without the car, of the phases that are measured; with a fuse only. */
  houseA?: readonly (number | null)[];
}

export interface HouseOptions {
  settings?: surplus.SettingsInput | ((second: number) => surplus.SettingsInput);
  seconds: number;
  now: (second: number, simulator: Simulator) => Now;
  car?: CarOptions;
  model?: ModelName;
  everyS?: number;
  /** Seconds that the meter is behind. */
  meterLagS?: number;
  /** Keys of the charger before it begins. Default: forbidden, 6 A, one phase. */
  keys?: Parameters<Simulator['set']>[0];
}

/** One step as it was seen from outside. */
export interface Moment {
  second: number;
  sunW: number;
  reading: surplus.ReadingInput;
  commands: surplus.Commands;
  explanation: surplus.Explanation;
  /** What really flows, in ampere. */
  drawA: readonly [number, number, number];
}

/** Plays the house and gives every step. */
export function play(options: HouseOptions): Moment[] {
  const { seconds, now, everyS = 1, meterLagS = 1 } = options;
  let nowMs = START_MS;
  const clock: Clock = { now: () => nowMs, every: () => () => {}, after: () => () => {} };
  const simulator = createSimulator({ model: options.model ?? 'v3-60.5', clock, car: options.car ?? {} });
  simulator.set({ ama: 32, adi: false, frc: 1, amp: 6, psm: 1, ...options.keys });
  let state = surplus.initial();
  const gridW: number[] = [];
  const moments: Moment[] = [];
  for (let second = 0; second < seconds; second += 1) {
    nowMs += 1000;
    const { sunW, silent, saidW, batteryW, batterySilent, socPercent, houseA } = now(second, simulator);
    simulator.tick();
    const { drawA } = simulator.car;
    gridW.push(VOLT * drawA.reduce((sum, ampere) => sum + ampere, 0) - sunW - (batteryW ?? 0));
    if (second % everyS !== 0) continue;
    const reading: surplus.ReadingInput = {
      ...chargerReading(simulator),
      gridW: silent ? null : (saidW ?? gridW[Math.max(0, gridW.length - 1 - meterLagS)]!),
      batteryW: batterySilent ? null : batteryW,
      socPercent,
      houseCurrentsA: houseA?.map((ampere, phase) => (ampere === null ? null : ampere + (drawA[phase] ?? 0))),
    };
    const settings = typeof options.settings === 'function' ? options.settings(second) : options.settings;
    const result = surplus.step(settings, state, reading, nowMs);
    state = result.state;
    moments.push({ second, sunW, reading, commands: result.commands, explanation: result.explanation, drawA });
    obey(simulator, result.commands);
  }
  void simulator.close();
  return moments;
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

function obey(simulator: Simulator, { enabled, currentA, phases }: surplus.Commands): void {
  const keys: Record<string, number> = {};
  if (enabled !== undefined) keys.frc = enabled === 'release' ? 0 : enabled ? 2 : 1;
  if (currentA !== undefined) keys.amp = currentA;
  if (phases !== undefined) keys.psm = phases === 1 ? 1 : 2;
  for (const [key, result] of Object.entries(simulator.apply(keys)))
    if (result !== true) throw new Error(`the charger refuses ${key}: ${result}`);
}

/** The same sun all day. */
export function sun(sunW: number): (second: number) => Now {
  return () => ({ sunW });
}

/** The last moment. */
export function end(moments: readonly Moment[]): Moment {
  return moments.at(-1)!;
}

/** The seconds in which charging was allowed that had not been. */
export function starts(moments: readonly Moment[]): number[] {
  return moments.filter(({ commands }) => commands.enabled === true).map(({ second }) => second);
}

export function stops(moments: readonly Moment[]): number[] {
  return moments.filter(({ commands }) => commands.enabled === false).map(({ second }) => second);
}

export function switches(moments: readonly Moment[]): number[] {
  return moments.filter(({ commands }) => commands.phases !== undefined).map(({ second }) => second);
}

/** What flowed in a time, in Wh: from the sun and from the grid. */
export function energy(moments: readonly Moment[]): { solarWh: number; gridWh: number } {
  let solarWh = 0;
  let gridWh = 0;
  for (const { drawA, sunW } of moments) {
    const watt = VOLT * drawA.reduce((sum, ampere) => sum + ampere, 0);
    const fromSun = Math.min(watt, Math.max(0, sunW));
    solarWh += fromSun / 3600;
    gridWh += (watt - fromSun) / 3600;
  }
  return { solarWh, gridWh };
}
