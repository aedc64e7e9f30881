/** Older saved forms of a `goe-surplus`. */
import { choiceOf, flagOf, migrations, textOf } from '../runtime/schema';
import { ON_REMOVE } from './properties';

export const surplusMigrations = migrations(
  // Flows written by hand: what was left out takes its default.
  (saved) => ({
    ...saved,
    strategy: choiceOf(saved.strategy, ['regulate', 'feed']),
    gridUnit: choiceOf(saved.gridUnit, ['W', 'kW']),
    gridSign: choiceOf(saved.gridSign, ['export-negative', 'export-positive']),
    batterySign: choiceOf(saved.batterySign, ['charge-negative', 'charge-positive']),
    group: textOf(saved.group).trim(),
    manual: saved.manual === undefined ? true : flagOf(saved.manual),
    prepare: flagOf(saved.prepare),
  }),
  // Until 0.3.0 a removed node left the charger as for a lost meter.
  (saved) => ({ ...saved, onRemove: choiceOf(saved.onRemove, ON_REMOVE) }),
);
