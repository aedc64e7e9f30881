/** Unit and label of a name's values, from the registry; each name is looked up once, because every message asks again. */

import type { Json } from '../../lib/json';
import { hasLabels, named } from '../../lib/keys';
import type { Translations } from './translations';

export interface ValueLabels {
  unit: string | undefined;
  /** Undefined where the value has no label. */
  label(value: Json): string | undefined;
}

/** By name. */
export type LabelsOf = (name: string) => ValueLabels;

/** More than any enumeration has; a charger may send any number. */
const MOST_LABELS = 200;

/** @param firmwareNow of the charger; the numbers of some keys changed their meaning with it, so a new one is looked up again */
export function createValueLabels(
  translations: Pick<Translations, 'label'>,
  firmwareNow: () => string | undefined,
): LabelsOf {
  const byName = new Map<string, ValueLabels>();
  let firmware = firmwareNow();
  return (name) => {
    if (firmware !== firmwareNow()) {
      firmware = firmwareNow();
      byName.clear();
    }
    let labels = byName.get(name);
    if (!labels) {
      labels = { unit: named(name, firmware).unit, label: labelsOf(name, translations, firmware) };
      byName.set(name, labels);
    }
    return labels;
  };
}

function labelsOf(
  name: string,
  translations: Pick<Translations, 'label'>,
  firmware: string | undefined,
): ValueLabels['label'] {
  if (!hasLabels(name, firmware)) return () => undefined;
  const labels = new Map<Json, string | undefined>();
  return (value) => {
    if (typeof value === 'object') return undefined;
    if (labels.has(value)) return labels.get(value);
    const label = translations.label(name, value, firmware);
    if (labels.size < MOST_LABELS) labels.set(value, label);
    return label;
  };
}
