/** What the registry says beside a value, its unit and its label, looked up once for each name a node tells of. */
import type { Json } from '../../lib/charger/charger.types';
import { named } from '../../lib/keys';
import type { Words } from '../runtime/words';

export interface Meanings {
  unit(name: string): string | undefined;
  /** Undefined where the value has no label. */
  label(name: string, value: Json): string | undefined;
}

/** More than any enumeration has; a charger may send any number. */
const MOST_LABELS = 200;

/** @param firmware of the charger; the numbers of some keys changed their meaning with it */
export function meaningsOf(words: Words, firmware: string | undefined): Meanings {
  const units = new Map<string, string | undefined>();
  const labels = new Map<string, Map<Json, string | undefined>>();
  return {
    unit(name) {
      if (!units.has(name)) units.set(name, named(name, firmware).unit);
      return units.get(name);
    },
    label(name, value) {
      if (typeof value === 'object') return words.label(name, value, firmware);
      let known = labels.get(name);
      if (!known) {
        known = new Map();
        labels.set(name, known);
      }
      if (known.has(value)) return known.get(value);
      const label = words.label(name, value, firmware);
      if (known.size < MOST_LABELS) known.set(value, label);
      return label;
    },
  };
}
