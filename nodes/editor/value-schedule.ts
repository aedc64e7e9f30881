/** Form for a day's schedule: what its times do, and the times. */
import { createElement } from './element';
import type { Choice, Language } from './registry';
import type { Texts } from './texts';
import type { MakeField } from './value-field';
import { controlsOf } from './value-now';
import { jsonOf, type Schedule, scheduleOf, USUAL_RANGES, warningAbout } from './value-schedule-shape';
import { timeBox } from './value-time';

type Range = Schedule['ranges'][number];

const UNUSED: Range = { begin: '', end: '' };

export const scheduleField: MakeField = (value, { choice, label, texts, language, changed }) => {
  const given = scheduleOf(value) ?? { control: 0, ranges: [] };
  let json: string | undefined = value;

  const control = controlSelect(given.control, label, choice, texts, language);
  const more = createElement('div', 'goe-value-note', texts('value.schedule.more'));
  const warning = createElement('div', 'goe-value-note', '', { 'aria-live': 'polite' });
  const entered = (): Schedule => ({ control: Number(control.value), ranges: ranges.entered() });

  const show = () => {
    const schedule = entered();
    const kind = warningAbout(schedule);
    warning.textContent = kind ? texts(`value.schedule.${kind}`) : '';
    more.hidden = schedule.ranges.length <= USUAL_RANGES;
    below.hidden = schedule.control === 0;
  };
  const update = () => {
    json = jsonOf(entered());
    show();
    changed();
  };
  const used = given.ranges.length > 0 ? given.ranges : Array.from({ length: USUAL_RANGES }, () => UNUSED);
  const ranges = createRanges(used, texts, update);
  const below = createElement('div', 'goe-schedule');
  below.append(...ranges.elements, more, warning);
  control.addEventListener('change', update);
  show();
  // Half a time makes no JSON, and an empty value cannot be saved.
  return { element: control, below, value: () => json ?? '' };
};

/** Choice of what the times do, in any firmware; options of newer firmware with its number. */
function controlSelect(given: number, label: string, choice: Choice, texts: Texts, language: Language) {
  const select = createElement('select', 'goe-schedule-control', '', { 'aria-label': label });
  const controls = controlsOf(choice);
  for (const { option, since } of controls) {
    const from = since === undefined ? '' : ` (${texts('value.since', { since })})`;
    select.append(createElement('option', '', `${option.label[language]}${from}`, { value: String(option.value) }));
  }
  if (!controls.some(({ option }) => option.value === given))
    select.append(createElement('option', '', String(given), { value: String(given) }));
  select.value = String(given);
  return select;
}

/** The ranges of time, a line each, and a button for one more. */
function createRanges(given: readonly Range[], texts: Texts, changed: () => void) {
  const list = createElement('div', 'goe-schedule-ranges');
  let boxes: { begin: HTMLInputElement; end: HTMLInputElement }[] = [];
  const entered = (): Range[] => boxes.map(({ begin, end }) => ({ begin: begin.value, end: end.value }));

  const line = ({ begin, end }: Range, at: number, count: number) => {
    const box = {
      begin: timeBox(begin, texts('value.schedule.begin', { at }), changed),
      end: timeBox(end, texts('value.schedule.end', { at }), changed),
    };
    boxes.push(box);
    const element = createElement('div', 'goe-schedule-range');
    element.append(createElement('span', 'goe-schedule-at', texts('value.schedule.range', { at })));
    element.append(box.begin, createElement('span', '', '–'), box.end);
    if (count > USUAL_RANGES) element.append(removeButton(at));
    return element;
  };
  const draw = (ranges: readonly Range[]) => {
    boxes = [];
    list.replaceChildren(...ranges.map((range, at) => line(range, at + 1, ranges.length)));
  };
  const removeButton = (at: number) => {
    const label = texts('value.schedule.remove', { at });
    const button = createElement('button', 'red-ui-button red-ui-button-small goe-schedule-remove', '×', {
      type: 'button',
      title: label,
      'aria-label': label,
    });
    button.addEventListener('click', () => {
      draw(entered().filter((_, each) => each !== at - 1));
      changed();
      add.focus();
    });
    return button;
  };
  const add = createElement(
    'button',
    'red-ui-button red-ui-button-small goe-schedule-add',
    texts('value.schedule.add'),
    { type: 'button' },
  );
  add.addEventListener('click', () => {
    draw([...entered(), UNUSED]);
    changed();
    boxes.at(-1)?.begin.focus();
  });
  draw(given);
  return { elements: [list, add], entered };
}
