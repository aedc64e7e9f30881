/** What the registry says beside a value, its unit and its label, looked up once for each name a node tells of. */
import type { Json } from '../../lib/charger/charger.types';
import { hasLabels, named } from '../../lib/keys';
import type { Translations } from '../runtime/translations';

export interface Meaning {
  unit: string | undefined;
  /** Undefined where the value has no label. */
  label(value: Json): string | undefined;
}

/** By name. */
export type Meanings = (name: string) => Meaning;

/** More than any enumeration has; a charger may send any number. */
const MOST_LABELS = 200;

/** @param firmware of the charger; the numbers of some keys changed their meaning with it */
export function meaningsOf(words: Translations, firmware: string | undefined): Meanings {
  const meanings = new Map<string, Meaning>();
  return (name) => {
    let meaning = meanings.get(name);
    if (!meaning) {
      meaning = { unit: named(name, firmware).unit, label: labelsOf(name, words, firmware) };
      meanings.set(name, meaning);
    }
    return meaning;
  };
}

function labelsOf(name: string, words: Translations, firmware: string | undefined): Meaning['label'] {
  if (!hasLabels(name, firmware)) return () => undefined;
  const labels = new Map<Json, string | undefined>();
  return (value) => {
    if (typeof value === 'object') return undefined;
    if (labels.has(value)) return labels.get(value);
    const label = words.label(name, value, firmware);
    if (labels.size < MOST_LABELS) labels.set(value, label);
    return label;
  };
}
