/** Text of a value that the charger has now, beside the box for another. */

import { timeOfDay } from '../../lib/keys/time-of-day';
import type { Choice, Language } from './registry';
import type { Texts } from './texts';
import { kindsOf } from './value-kind';
import { scheduleOfValue } from './value-schedule-shape';

const LONGEST = 48;

/** One line: `16 A`, `Eco`, `07:30`, `On`. */
export function nowText(choice: Choice, value: unknown, texts: Texts, language: Language): string {
  if (choice.row.secret && value !== null && value !== '') return texts('value.secret');
  const option = choice.options.find((each) => each.value === value);
  if (option) return option.label[language];
  const [best] = kindsOf(choice);
  switch (typeof value) {
    case 'boolean':
      return texts(value ? 'value.on' : 'value.off');
    case 'number': {
      if (best === 'time') return timeOfDay(value);
      const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2, useGrouping: false }).format(value);
      return choice.unit === '' ? number : `${number} ${choice.unit}`;
    }
    case 'string':
      return value === '' ? texts('value.emptyText') : short(value);
    default:
      if (value === null || value === undefined) return texts('value.none');
      return short(scheduleText(choice, value, language) ?? JSON.stringify(value));
  }
}

/** `Charge only within the times: 22:00–06:00`. */
function scheduleText(choice: Choice, value: unknown, language: Language): string | undefined {
  const schedule = kindsOf(choice)[0] === 'schedule' ? scheduleOfValue(value) : undefined;
  if (!schedule) return undefined;
  const control = controlsOf(choice).find(({ option }) => option.value === schedule.control);
  const ranges = schedule.ranges.filter(({ begin }) => begin !== '').map(({ begin, end }) => `${begin}–${end}`);
  const label = control?.option.label[language] ?? String(schedule.control);
  return ranges.length === 0 || schedule.control === 0 ? label : `${label}: ${ranges.join(', ')}`;
}

/** Options for the effect of a schedule's times, and the firmware that each is there since. */
export function controlsOf({ row }: Choice): { option: Choice['options'][number]; since: string | undefined }[] {
  const optionsIn = (fields: typeof row.fields) => fields?.find(({ name }) => name === 'control')?.options ?? [];
  const controls = new Map(
    optionsIn(row.fields).map((option) => [option.value, { option, since: undefined as string | undefined }]),
  );
  for (const { fields, since } of row.versions ?? [])
    for (const option of optionsIn(fields)) {
      const known = controls.get(option.value);
      controls.set(option.value, { option, since: known ? known.since : since });
    }
  return [...controls.values()];
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
