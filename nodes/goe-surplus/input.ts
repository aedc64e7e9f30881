/** Input of a message: a measurement, or a setting. */
import { MODES, type Settings } from '../../lib/surplus';
import { CONTROLLER_SETTINGS } from '../../lib/surplus/settings';
import { asError, MessageError } from '../runtime/failure';
import { numberOf } from '../runtime/settings';
import type { SurplusConfig } from './properties';
import type { StatusEntry } from './texts';

/** Measured values of a message: powers in watt, grid negative for export, battery negative for charging. */
export interface Measurement {
  gridW?: number;
  /** Value of the meter, where `gridW` is a share of it. */
  meterW?: number;
  pvW?: number;
  batteryW?: number;
  socPercent?: number;
  currentL1?: number;
  currentL2?: number;
  currentL3?: number;
}

/** Settings that messages change. */
export type ChangedSettings = Partial<Pick<Settings, 'mode' | 'minCurrent' | 'maxCurrent' | 'reserve'>>;
export type Input = { measurement: Measurement } | { setting: ChangedSettings };

/** Settings that are numbers and can be changed by a message with their name as the topic. */
const NUMBERS = ['minCurrent', 'maxCurrent', 'reserve'] as const;

type Signs = Pick<SurplusConfig, 'gridUnit' | 'gridSign' | 'batterySign'>;

/** Bounds of what is plausible: no house connection has more, and a meter that shows more is broken. */
const MOST_W = 100_000;
const MOST_A = 1000;

/** Names in msg.payload, with their field here and their bounds. */
const NAMES: Readonly<Record<string, readonly [keyof Measurement, least: number, most: number]>> = {
  grid: ['gridW', -MOST_W, MOST_W],
  pv: ['pvW', -MOST_W, MOST_W],
  battery: ['batteryW', -MOST_W, MOST_W],
  soc: ['socPercent', 0, 100],
  currentL1: ['currentL1', -MOST_A, MOST_A],
  currentL2: ['currentL2', -MOST_A, MOST_A],
  currentL3: ['currentL3', -MOST_A, MOST_A],
};

const CURRENTS = ['currentL1', 'currentL2', 'currentL3'] as const;

/** @throws MessageError (INVALID) with what is wrong and what helps; no part of the message counts then */
export function inputOf(msg: { topic?: unknown; payload?: unknown }, signs: Signs, name: string): Input {
  const topic = typeof msg.topic === 'string' ? msg.topic.trim() : '';
  if (topic === 'mode') return { setting: { mode: modeOf(msg.payload, name) } };
  const number = NUMBERS.find((each) => each === topic);
  if (number) return { setting: { [number]: boundedOf(number, msg.payload, name) } };
  return { measurement: measurementOf(msg.payload, signs, name) };
}

function modeOf(payload: unknown, name: string): Settings['mode'] {
  const mode = MODES.find((each) => each === payload);
  if (!mode) throw invalid(`${name}: mode cannot be ${shown(payload)}: send one of ${MODES.join(', ')}`);
  return mode;
}

function boundedOf(topic: (typeof NUMBERS)[number], payload: unknown, name: string): number {
  const { min, max, unit } = CONTROLLER_SETTINGS[topic];
  const value = numberOf(payload);
  if (value === undefined || value < min || value > max)
    throw invalid(`${name}: ${topic} cannot be ${shown(payload)}: send a number from ${min} to ${max} ${unit}`);
  return value;
}

function measurementOf(payload: unknown, signs: Signs, name: string): Measurement {
  const measured: Measurement = {};
  const given =
    typeof payload === 'object' && payload !== null && !Buffer.isBuffer(payload) ? payload : { grid: payload };
  const watt = signs.gridUnit === 'kW' ? 1000 : 1;
  for (const [key, [field, least, most]] of Object.entries(NAMES)) {
    const raw = property(given as Record<string, unknown>, key, name);
    // A meter without a new value sends null.
    if (raw === undefined || (raw === null && given === payload)) continue;
    const number = numberOf(raw);
    const value = number === undefined ? undefined : number * (field.endsWith('W') ? watt : 1);
    if (value === undefined || value < least || value > most)
      throw invalid(
        `${name}: ${key} cannot be ${shown(raw)}: send ${key} as a number from ${least} to ${most}${field.endsWith('W') ? ' W; the unit is set in the node' : ''}`,
      );
    measured[field] = value;
  }
  if (signs.gridSign === 'export-positive') {
    if (measured.gridW !== undefined) measured.gridW = 0 - measured.gridW;
    // It is not known if such a meter gives its currents a sign, and which: each counts as a load.
    for (const phase of CURRENTS) if (measured[phase] !== undefined) measured[phase] = Math.abs(measured[phase]);
  }
  if (measured.batteryW !== undefined && signs.batterySign === 'charge-positive')
    measured.batteryW = 0 - measured.batteryW;
  if (measured.pvW !== undefined) measured.pvW = Math.max(0, measured.pvW);
  if (Object.keys(measured).length === 0)
    throw invalid(
      `${name}: nothing was measured in ${shown(payload)}: send the grid power as a number, or an object such as {"grid": -1200, "pv": 3000}`,
    );
  return measured;
}

/** Property of a payload, which runs the flow's own code where it is a getter. */
function property(given: Record<string, unknown>, key: string, name: string): unknown {
  try {
    return Object.hasOwn(given, key) ? given[key] : undefined;
  } catch (thrown) {
    throw invalid(`${name}: msg.payload.${key} cannot be read: ${asError(thrown).message}`);
  }
}

function invalid(message: string): MessageError {
  return new MessageError<StatusEntry>('invalid value', message);
}

/** Longest value that is shown in an error, in characters. */
const LONGEST = 60;

function shown(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = typeof value;
  }
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/**
 * Adds a setting to those that messages have changed.
 * @param now the settings in force
 * @throws MessageError (INVALID) where the minimum would be above the maximum; nothing of the message counts then
 */
export function withSetting(
  before: ChangedSettings,
  more: ChangedSettings,
  now: Pick<Settings, 'minCurrent' | 'maxCurrent'>,
  name: string,
): ChangedSettings {
  const { minCurrent: least, maxCurrent: most } = { ...now, ...more };
  if (least > most)
    throw invalid(
      `${name}: minCurrent ${least} A would be above maxCurrent ${most} A: send a lower minCurrent or a higher maxCurrent first`,
    );
  return { ...before, ...more };
}
