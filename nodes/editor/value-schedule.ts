/** A day's schedule: what its times do, and when they are. */
import { part } from './listbox';
import type { MakeField } from './value-field';
import { controlsOf } from './value-now';
import { doubtsAbout, jsonOf, type Schedule, scheduleOf, USUAL_RANGES } from './value-schedule-shape';
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
  const more = part('div', 'goe-value-note', texts('value.schedule.more'));
  const doubt = part('div', 'goe-value-note', '', { 'aria-live': 'polite' });
  let boxes: { begin: HTMLInputElement; end: HTMLInputElement }[] = [];
  const entered = (): Schedule => ({
    control: Number(control.value),
    ranges: boxes.map(({ begin, end }) => ({ begin: begin.value, end: end.value })),
  });
  const show = () => {
    const schedule = entered();
    const doubts = doubtsAbout(schedule);
    doubt.textContent = doubts ? texts(`value.schedule.${doubts}`) : '';
    more.hidden = boxes.length <= USUAL_RANGES;
    below.hidden = schedule.control === 0;
  };
  const update = () => {
    json = jsonOf(entered());
    show();
    changed();
  };
  const line = ({ begin, end }: Schedule['ranges'][number], at: number, count: number) => {
    const box = {
      begin: timeBox(begin, texts('value.schedule.begin', { at }), update),
      end: timeBox(end, texts('value.schedule.end', { at }), update),
    };
    boxes.push(box);
    const element = part('div', 'goe-schedule-range');
    element.append(part('span', 'goe-schedule-at', texts('value.schedule.range', { at })));
    element.append(box.begin, part('span', '', '–'), box.end);
    if (count > USUAL_RANGES) element.append(removing(at));
    return element;
  };
  const draw = (given: Schedule['ranges']) => {
    boxes = [];
    ranges.replaceChildren(...given.map((range, at) => line(range, at + 1, given.length)));
  };
  const removing = (at: number) => {
    const label = texts('value.schedule.remove', { at });
    const button = part('button', 'red-ui-button red-ui-button-small goe-schedule-remove', '×', {
      type: 'button',
      title: label,
      'aria-label': label,
    });
    button.addEventListener('click', () => {
      draw(entered().ranges.filter((_, each) => each !== at - 1));
      update();
      add.focus();
    });
    return button;
  };
  const add = part('button', 'red-ui-button red-ui-button-small goe-schedule-add', texts('value.schedule.add'), {
    type: 'button',
  });
  add.addEventListener('click', () => {
    draw([...entered().ranges, { begin: '', end: '' }]);
    update();
    boxes.at(-1)?.begin.focus();
  });
  const unused = { begin: '', end: '' };
  draw(given.ranges.length === 0 ? Array.from({ length: USUAL_RANGES }, () => unused) : given.ranges);
  const below = part('div', 'goe-schedule');
  below.append(ranges, add, more, doubt);
  control.addEventListener('change', update);
  show();
  // What is only half a time makes no JSON, and an empty value cannot be saved.
  return { element: control, below, value: () => json ?? '' };
};
