/** Migrations of a saved `goe-surplus`. */
import { BATTERY_PRIORITIES, ON_STALE, PHASE_CHOICES } from '../../lib/surplus/settings';
import { choiceOf, migrations, savedFlagOf, textOf } from '../runtime/schema';
import { completing } from '../runtime/settings';
import { ON_REMOVE, SETTINGS } from './settings';

const steps = migrations(
  // Flows written by hand: what was left out takes its default.
  (saved) => ({
    ...saved,
    strategy: choiceOf(saved.strategy, ['regulate', 'feed']),
    gridUnit: choiceOf(saved.gridUnit, ['W', 'kW']),
    gridSign: choiceOf(saved.gridSign, ['export-negative', 'export-positive']),
    batterySign: choiceOf(saved.batterySign, ['charge-negative', 'charge-positive']),
    group: textOf(saved.group).trim(),
    manual: saved.manual === undefined ? true : savedFlagOf(saved.manual),
    prepare: savedFlagOf(saved.prepare),
  }),
  // Until 0.3.0 a removed node left the charger as for a lost meter, and its dialog saved no choice where a flow written by
  // hand had left it out; what ran was the default.
  (saved) => ({
    ...saved,
    mode: choiceOf(saved.mode, ['solar', 'min-solar', 'fast', 'off']),
    phases: choiceOf(textOf(saved.phases), PHASE_CHOICES),
    onStale: choiceOf(saved.onStale, ON_STALE),
    batteryPriority: choiceOf(saved.batteryPriority, BATTERY_PRIORITIES),
    onRemove: choiceOf(saved.onRemove, ON_REMOVE),
  }),
);

export const surplusMigrations = completing(SETTINGS, steps);
