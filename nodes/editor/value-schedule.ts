/** A day's schedule: what its times do, and when they are. */
import { part } from './listbox';
import type { MakeField } from './value-field';
import { controlsOf } from './value-now';
import { doubtsAbout, jsonOf, RANGES, type Schedule, scheduleOf } from './value-schedule-shape';
import { timeBox } from './value-time';

export const scheduleField: MakeField = (value, { choice, label, texts, language, changed }) => {
  const given = scheduleOf(value) ?? { control: 0, ranges: [] };
  let json: string | undefined = value;

  const control = part('select', 'goe-schedule-control', '', { 'aria-label': label });
  const controls = controlsOf(choice);
  for (const { option, since } of controls) {
    const from = since === undefined ? '' : ` (${texts('value.since', { since })})`;
    control.append(part('option', '', `${option.label[language]}${from}`, { value: String(option.value) }));
  }
  if (!controls.some(({ option }) => option.value === given.control))
    control.append(part('option', '', String(given.control), { value: String(given.control) }));
  control.value = String(given.control);

  const ranges = part('div', 'goe-schedule-ranges');
  const doubt = part('div', 'goe-value-note', '', { 'aria-live': 'polite' });
  const boxes: { begin: HTMLInputElement; end: HTMLInputElement }[] = [];
  const entered = (): Schedule => ({
    control: Number(control.value),
    ranges: boxes.map(({ begin, end }) => ({ begin: begin.value, end: end.value })),
  });
  const show = () => {
    const schedule = entered();
    const doubts = doubtsAbout(schedule);
    doubt.textContent = doubts ? texts(`value.schedule.${doubts}`) : '';
    below.hidden = schedule.control === 0;
  };
  const update = () => {
    json = jsonOf(entered());
    show();
    changed();
  };
  for (let at = 0; at < RANGES; at += 1) {
    const { begin = '', end = '' } = given.ranges[at] ?? {};
    const box = {
      begin: timeBox(begin, texts('value.schedule.begin', { at: at + 1 }), update),
      end: timeBox(end, texts('value.schedule.end', { at: at + 1 }), update),
    };
    boxes.push(box);
    const line = part('div', 'goe-schedule-range');
    line.append(part('span', 'goe-schedule-at', texts('value.schedule.range', { at: at + 1 })));
    line.append(box.begin, part('span', '', '–'), box.end);
    ranges.append(line);
  }
  const below = part('div', 'goe-schedule');
  below.append(ranges, doubt);
  control.addEventListener('change', update);
  show();
  // What is only half a time makes no JSON, and an empty value cannot be saved.
  return { element: control, below, value: () => json ?? '' };
};
