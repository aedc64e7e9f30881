/** Migrations of a saved `goe-event`. */
import { choiceOf, listOf, migrations, savedFlagOf, textOf } from '../runtime/schema';

export const eventMigrations = migrations(
  // Names as text with commas, numbers where the dialog has text, and what was left out.
  (saved) => ({
    ...saved,
    keys: listOf(saved.keys),
    happenings: listOf(saved.happenings),
    initial: savedFlagOf(saved.initial),
    minChange: textOf(saved.minChange),
    minInterval: textOf(saved.minInterval),
    output: choiceOf(saved.output, ['each', 'together']),
  }),
);
