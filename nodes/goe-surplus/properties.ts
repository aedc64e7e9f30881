/** What a goe-surplus node is saved with, and the controller's settings made of it. */
import type { NodeDef } from 'node-red';
import { complete, type Settings, type SettingsInput } from '../../lib/surplus';
import type { OnRemove } from './migrate';

export interface SurplusConfig extends NodeDef {
  charger: string;
  strategy?: 'regulate' | 'feed';
  mode?: string;
  phases?: string;
  batteryPriority?: string;
  onStale?: string;
  /** How the meter counts. */
  gridUnit?: 'W' | 'kW';
  gridSign?: 'export-negative' | 'export-positive';
  batterySign?: 'charge-negative' | 'charge-positive';
  /** Nodes with the same group share the surplus; the lowest priority number comes first. */
  group?: string;
  priority?: string | number;
  /** Respect what somebody sets at the charger until the car is unplugged. */
  manual?: boolean;
  /** What becomes of the charger when the node is removed. */
  onRemove?: OnRemove;
  /** feed: set what the charger's own surplus mode needs. */
  prepare?: boolean;
  /** regulate: kWh that may still be charged when Node-RED is gone. */
  backstop?: string | number;
  [setting: string]: unknown;
}

const NUMBERS = [
  'minCurrent',
  'maxCurrent',
  'reserve',
  'startDelay',
  'stopDelay',
  'phaseDelay',
  'minRun',
  'minPause',
  'maxPhaseSwitches',
  'staleAfter',
  'batterySoc',
  'fuse',
] as const;

/** Numbers come from the dialog as text; an empty box is the default. */
export function settingsOf(config: SurplusConfig): Settings {
  const { mode, phases, onStale, batteryPriority } = config;
  const numbers = NUMBERS.map((name) => [name, numberOf(config[name])] as const);
  return complete({ mode, phases, onStale, batteryPriority, ...Object.fromEntries(numbers) } as SettingsInput);
}

/** @returns undefined for nothing and for what is no number */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
