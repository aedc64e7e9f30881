/** The value of a `goe-set` row: a typed input whose types, and what they are entered with, depend on the key. */
import type { Json } from '../../lib/json';
import { MASK } from '../../lib/keys/redact';
import { checkChoice, isSource, problemOfValue, type ValueRow, writableMeanings } from './check-value';
import { part } from './listbox';
import type { Choice, Language } from './registry';
import type { Texts } from './texts';
import { colorField } from './value-color';
import type { MakeField, ValueField, ValueInput } from './value-field';
import { enteredOf, enteredValue, kindsOf, savedOf, startValue } from './value-kind';
import { numberField } from './value-number';
import { scheduleField } from './value-schedule';
import { switchField } from './value-switch';
import { timeField } from './value-time';

/** Where the typed input has nothing that fits, its text box makes way for one of these. */
const FIELDS: Record<string, MakeField> = {
  bool: switchField,
  num: numberField,
  time: timeField,
  color: colorField,
  schedule: scheduleField,
};

const ICONS: Record<string, string> = {
  option: 'fa fa-list-ul',
  bool: 'red/images/typedInput/bool.svg',
  num: 'red/images/typedInput/09.svg',
  str: 'red/images/typedInput/az.svg',
  time: 'fa fa-clock-o',
  color: 'fa fa-paint-brush',
  schedule: 'fa fa-calendar',
};

/** A type of Node-RED's typed input: the name of one of its own, or one of ours. */
type InputType = string | Record<string, unknown>;

export function valueInput(
  input: HTMLInputElement,
  row: ValueRow,
  choiceOf: (name: string) => Choice | undefined,
  texts: Texts,
  language: Language,
): ValueInput {
  const box = $(input);
  const label = input.getAttribute('aria-label') ?? texts('value.value');
  // `typedInput` is a jQuery UI widget: its published types know only the types of Node-RED's own.
  const typed = (...args: unknown[]) => (box.typedInput as unknown as (...args: unknown[]) => string).apply(box, args);
  const below = part('div', 'goe-value-below');
  const message = part('div', 'goe-value-problem', '', { 'aria-live': 'polite' });
  const values = new Map<string, string>();
  let choice: Choice | undefined;
  let fitted: string | undefined;
  let field: ValueField | undefined;
  let kindBefore = '';
  let quiet = true;
  /** What was just chosen and is still empty is not wrong yet. */
  let fresh = false;

  const kind = () => typed('type');
  const isOurs = (name: string) => choice !== undefined && FIELDS[name] !== undefined;
  const entered = () => ({ kind: kind(), value: field ? field.value() : typed('value') });
  const saved = () => savedOf(entered());

  const problemWith = (of: Choice, value: string, type: string) =>
    kind() === 'schedule' && value === ''
      ? texts('value.schedule.half')
      : problemOfValue(of, value, type, texts, language);

  const changed = () => {
    if (quiet) return;
    const { value, type } = saved();
    values.set(kind(), entered().value);
    const problem = choice?.writable && problemWith(choice, value, type);
    message.textContent = fresh ? '' : problem || '';
    box.next('.red-ui-typedInput-container').toggleClass('input-error', Boolean(problem) && !fresh);
  };

  /** Called by the typed input whenever it shows a type of ours. */
  const showField = (shown: string, container: JQuery) => {
    below.replaceChildren();
    if (!choice) return;
    field = FIELDS[shown]?.(values.get(shown) ?? startValue(choice, shown), {
      choice,
      label,
      texts,
      language,
      changed: () => {
        fresh = false;
        changed();
      },
    });
    if (!field) return;
    container.empty().append(field.element);
    if (field.below) below.append(field.below);
  };

  const typeChanged = () => {
    const now = kind();
    if (!isOurs(now)) {
      field = undefined;
      below.replaceChildren();
      // Between sources the name of what they hold goes along, as in every typed input.
      if (!isSource(now) || !isSource(kindBefore)) typed('value', values.get(now) ?? startValue(choice, now));
    }
    kindBefore = now;
  };

  const typesFor = (names: readonly string[]): InputType[] =>
    names.map((name) => typeOf(name, choice, values.get(name), texts, language, showField));

  const show = (next: { kind: string; value: string }) => {
    const names = kindsOf(choice);
    // A row imported with a type that is not on offer keeps it.
    if (!names.includes(next.kind)) names.push(next.kind);
    values.set(next.kind, next.value);
    quiet = true;
    field = undefined;
    below.replaceChildren();
    if (fitted === undefined) typed({ types: typesFor(names), default: next.kind });
    else typed('types', typesFor(names));
    typed('type', next.kind);
    if (!isOurs(next.kind)) typed('value', next.value);
    kindBefore = next.kind;
    quiet = false;
  };

  const fit = (key: string) => {
    if (key === fitted) return;
    const first = fitted === undefined;
    const before = first ? undefined : entered();
    choice = choiceOf(key);
    values.clear();
    if (first) show(enteredOf(choice, row.value, row.type));
    else if (before && isSource(before.kind)) show(before);
    else show(enteredOf(choice, '', ''));
    fresh = first ? row.value === '' : true;
    fitted = key;
    changed();
  };

  fit(row.key);
  // Node-RED marks where the focus is, and misses it leaving what is not its own.
  box
    .next('.red-ui-typedInput-container')
    .after(below, message)
    .on('focusin focusout', function ({ type }) {
      $(this).toggleClass('red-ui-typedInput-focus', type === 'focusin');
    });
  box.on('typedinputtypechange', () => {
    if (quiet) return;
    quiet = true;
    typeChanged();
    quiet = false;
    fresh = entered().value === '';
    changed();
  });
  box.on('change keyup paste', () => {
    if (quiet) return;
    if (entered().value !== '') fresh = false;
    changed();
  });

  const taken = (value: Json) => {
    if (!choice || JSON.stringify(value).includes(MASK)) return undefined;
    return 'value' in checkChoice(choice, value) ? enteredValue(choice, value) : undefined;
  };

  return {
    fit,
    row: saved,
    takes: (value) => taken(value) !== undefined,
    take: (value) => {
      const next = taken(value);
      if (!next) return;
      show(next);
      fresh = false;
      changed();
      box.trigger('change');
    },
  };
}

function typeOf(
  name: string,
  choice: Choice | undefined,
  value: string | undefined,
  texts: Texts,
  language: Language,
  showField: (kind: string, container: JQuery) => void,
): InputType {
  if (!choice || isSource(name) || name === 'json') return name;
  if (name === 'none') return { value: name, label: texts('value.noneOption'), hasValue: false };
  const own = { value: name, label: texts(`value.kind.${name}`), icon: ICONS[name] };
  if (name === 'option') return { ...own, options: optionsOf(choice, value, texts, language) };
  if (name === 'str') return own;
  if (FIELDS[name]) return { ...own, valueLabel: (container: JQuery) => showField(name, container) };
  return name;
}

function optionsOf(choice: Choice, value: string | undefined, texts: Texts, language: Language) {
  const options = choice.options.map((option) => ({
    value: String(option.value),
    label: `${option.label[language]} (${option.value})`,
  }));
  if (writableMeanings(choice).some(({ nullable }) => nullable))
    options.push({ value: 'null', label: texts('value.noneOption') });
  // The list shows its first entry for a value it does not have, and that would be saved.
  if (value !== undefined && !options.some((option) => option.value === value))
    options.push({ value, label: texts('value.unknownOption', { value }) });
  return options;
}
