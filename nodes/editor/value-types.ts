/** Types that the typed input of a value offers for a key: Node-RED's own, and ours with a form or a list of options. */
import { isSource, writableMeanings } from './check-value';
import type { Choice, Language } from './registry';
import type { Texts } from './texts';
import { colorField } from './value-color';
import type { MakeField } from './value-field';
import type { Kind } from './value-kind';
import { numberField } from './value-number';
import { scheduleField } from './value-schedule';
import { switchField } from './value-switch';
import { timeField } from './value-time';

/** Types with a form of their own, which takes the place of the text box. */
const FIELDS: Readonly<Record<string, MakeField>> = {
  bool: switchField,
  num: numberField,
  time: timeField,
  color: colorField,
  schedule: scheduleField,
};

/** Types with a label of ours. */
type LabelledKind = Exclude<Kind, 'none' | 'json'>;

const ICONS: Readonly<Record<LabelledKind, string>> = {
  option: 'fa fa-list-ul',
  bool: 'red/images/typedInput/bool.svg',
  num: 'red/images/typedInput/09.svg',
  str: 'red/images/typedInput/az.svg',
  time: 'fa fa-clock-o',
  color: 'fa fa-paint-brush',
  schedule: 'fa fa-calendar',
};

/** A type of Node-RED's typed input: the name of one of its own, or one of ours. */
export type InputType = string | Record<string, unknown>;

export interface InputTypeContext {
  choice: Choice | undefined;
  texts: Texts;
  language: Language;
  /** Called whenever the typed input shows a type with a form. */
  showField(kind: string, container: JQuery): void;
}

/** @returns what makes the form of a type; undefined where the typed input has its own box for it */
export function makeFieldOf(kind: string, choice: Choice | undefined): MakeField | undefined {
  return choice && FIELDS[kind];
}

/** @param value what is entered with this type */
export function inputType(kind: string, value: string | undefined, context: InputTypeContext): InputType {
  const { choice, texts, showField } = context;
  if (!choice || isSource(kind)) return kind;
  if (kind === 'none') return { value: kind, label: texts('value.noneOption'), hasValue: false };
  if (!isLabelled(kind)) return kind;
  const own = { value: kind, label: texts(`value.kind.${kind}`), icon: ICONS[kind] };
  if (kind === 'option') return { ...own, options: optionsOf(choice, value, context) };
  return FIELDS[kind] ? { ...own, valueLabel: (container: JQuery) => showField(kind, container) } : own;
}

function isLabelled(kind: string): kind is LabelledKind {
  return Object.hasOwn(ICONS, kind);
}

function optionsOf(choice: Choice, value: string | undefined, { texts, language }: InputTypeContext) {
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
