/** Migrations of a saved `goe-status`. */
import { choiceOf, listOf, migrations } from '../runtime/schema';

export const statusMigrations = migrations(
  // Names as text with commas, and what was left out.
  (saved) => ({
    ...saved,
    keys: listOf(saved.keys),
    source: choiceOf(saved.source, ['latest', 'charger']),
    output: choiceOf(saved.output, ['values', 'value', 'details']),
  }),
);
