/** Labels: the text of a value of an enumeration. */

import { keyOf } from './names';
import { meaningsIn } from './registry';
import type { Field, KeyRow, Option } from './row';

/**
 * The label of a value in a language.
 * A number that changed its meaning (`err`) has no label while the firmware is unknown.
 * @returns undefined where the value has no label
 */
export function labelOf(name: string, value: unknown, language: 'en' | 'de', firmware?: string): string | undefined {
  if (typeof value === 'object' || value === undefined) return undefined;
  const key = keyOf(name);
  const field = key === name ? undefined : name.slice(key.length + 1);
  const labels = new Set(
    meaningsIn(key, firmware)
      .map((row) => optionOf(row, field, value)?.label[language])
      .filter((label) => label !== undefined),
  );
  return labels.size === 1 ? [...labels][0] : undefined;
}

/** True where values of a name have labels in this firmware. */
export function hasLabels(name: string, firmware?: string): boolean {
  const key = keyOf(name);
  const field = key === name ? undefined : name.slice(key.length + 1);
  return meaningsIn(key, firmware).some((row) => optionsOf(row, field) !== undefined);
}

function optionOf(row: KeyRow, field: string | undefined, value: unknown): Option | undefined {
  return optionsOf(row, field)?.find((option) => option.value === value);
}

function optionsOf(row: KeyRow, field: string | undefined): readonly Option[] | undefined {
  const rule: KeyRow | Field | undefined = field === undefined ? row : row.fields?.find((each) => each.name === field);
  return rule?.options;
}
