/** Settings of a `goe-surplus`: the table. Facts of those that the controller knows are its own. */
import { CONTROLLER_SETTINGS as CONTROLLER } from '../../lib/surplus/settings';
import type { NameOf, Setting } from '../runtime/settings';

/** `restore`: as it was found. `keep`: as it is. `stop`: no charging. */
export const ON_REMOVE = ['restore', 'keep', 'stop'] as const;
export type OnRemove = (typeof ON_REMOVE)[number];

/** Strategies: this node decides, or the charger itself does and is fed with measurements. */
export const STRATEGIES = ['regulate', 'feed'] as const;
const REGULATE = { strategy: ['regulate'] } as const;
const FEED = { strategy: ['feed'] } as const;

export const SETTINGS = [
  { name: 'name', kind: 'text', section: 'general', icon: 'tag', placeholder: true },
  { name: 'charger', kind: 'node', nodeType: 'goe-charger', required: true, section: 'general', icon: 'bolt' },
  { name: 'mode', kind: 'choice', ...CONTROLLER.mode, section: 'general', icon: 'sun-o', note: 'script' },
  {
    name: 'strategy',
    kind: 'choice',
    choices: STRATEGIES,
    default: 'regulate',
    section: 'general',
    icon: 'random',
    note: 'script',
  },
  { name: 'prepare', kind: 'flag', default: false, section: 'general', when: FEED },

  {
    name: 'gridSign',
    kind: 'choice',
    choices: ['export-negative', 'export-positive'],
    default: 'export-negative',
    section: 'meter',
    icon: 'exchange',
  },
  { name: 'gridUnit', kind: 'choice', choices: ['W', 'kW'], default: 'W', section: 'meter', icon: 'tachometer' },
  { name: 'staleAfter', kind: 'number', ...CONTROLLER.staleAfter, section: 'meter', icon: 'hourglass-end' },
  { name: 'onStale', kind: 'choice', ...CONTROLLER.onStale, section: 'meter', icon: 'life-ring' },

  { name: 'phases', kind: 'choice', ...CONTROLLER.phases, section: 'current', icon: 'align-justify', when: REGULATE },
  { name: 'minCurrent', kind: 'number', ...CONTROLLER.minCurrent, section: 'current', icon: 'long-arrow-down' },
  {
    name: 'maxCurrent',
    kind: 'number',
    ...CONTROLLER.maxCurrent,
    section: 'current',
    icon: 'long-arrow-up',
    note: 'script',
  },
  { name: 'reserve', kind: 'number', ...CONTROLLER.reserve, section: 'current', icon: 'sign-out', note: 'text' },

  {
    name: 'startDelay',
    kind: 'number',
    ...CONTROLLER.startDelay,
    section: 'delays',
    icon: 'play',
    note: 'text',
    when: REGULATE,
  },
  {
    name: 'stopDelay',
    kind: 'number',
    ...CONTROLLER.stopDelay,
    section: 'delays',
    icon: 'pause',
    note: 'text',
    when: REGULATE,
  },
  { name: 'minRun', kind: 'number', ...CONTROLLER.minRun, section: 'delays', icon: 'clock-o', when: REGULATE },
  { name: 'minPause', kind: 'number', ...CONTROLLER.minPause, section: 'delays', icon: 'clock-o', when: REGULATE },
  { name: 'phaseDelay', kind: 'number', ...CONTROLLER.phaseDelay, section: 'delays', icon: 'exchange', when: REGULATE },
  {
    name: 'maxPhaseSwitches',
    kind: 'number',
    ...CONTROLLER.maxPhaseSwitches,
    section: 'delays',
    icon: 'exchange',
    when: REGULATE,
  },

  {
    name: 'batteryPriority',
    kind: 'choice',
    ...CONTROLLER.batteryPriority,
    section: 'battery',
    icon: 'battery-half',
    when: REGULATE,
  },
  {
    name: 'batterySoc',
    kind: 'number',
    ...CONTROLLER.batterySoc,
    section: 'battery',
    icon: 'battery-three-quarters',
    when: { ...REGULATE, batteryPriority: ['above-soc'] },
  },
  {
    name: 'batterySign',
    kind: 'choice',
    choices: ['charge-negative', 'charge-positive'],
    default: 'charge-negative',
    section: 'battery',
    icon: 'exchange',
  },

  {
    name: 'fuse',
    kind: 'number',
    ...CONTROLLER.fuse,
    unit: 'perPhase',
    section: 'house',
    icon: 'shield',
    placeholder: true,
    note: 'text',
    when: REGULATE,
  },
  { name: 'group', kind: 'text', section: 'house', icon: 'users', placeholder: true, when: REGULATE },
  {
    name: 'priority',
    kind: 'number',
    default: 1,
    min: 1,
    max: 99,
    whole: 'down',
    section: 'house',
    icon: 'sort-numeric-asc',
    note: 'text',
    when: { ...REGULATE, group: 'filled' },
  },

  { name: 'manual', kind: 'flag', default: true, section: 'control', when: REGULATE },
  {
    name: 'backstop',
    kind: 'number',
    initial: 2,
    min: 0,
    max: 50,
    unit: 'kWh',
    section: 'control',
    icon: 'power-off',
    placeholder: true,
    note: 'text',
    when: REGULATE,
  },
  { name: 'onRemove', kind: 'choice', choices: ON_REMOVE, default: 'restore', section: 'control', icon: 'undo' },
] as const satisfies readonly Setting[];

export type SettingName = NameOf<typeof SETTINGS>;
