/** The typed input of a `goe-set` row: what it offers depends on the key. */
import type { ValueRow } from './api';
import { problemOfValue, rangeText } from './check-value';
import { type Choice, type Language, meanings } from './registry';
import type { Texts } from './texts';

/** A type of Node-RED's typed input: the name of one of its own, or one of ours. */
type InputType =
  | string
  | {
      value: string;
      label: string;
      icon: string;
      options?: { value: string; label: string }[];
      validate?: (value: string, options: unknown) => boolean | string;
    };

/** Types that take a value from somewhere: they fit every key. */
const SOURCES = ['msg', 'flow', 'global', 'jsonata', 'env'];

export function valueInput(
  input: HTMLInputElement,
  row: ValueRow,
  choiceOf: (name: string) => Choice | undefined,
  texts: Texts,
  language: Language,
): { fit(key: string): void; row(): Omit<ValueRow, 'key'> } {
  const field = $(input);
  // `typedInput` is a jQuery UI widget: its published types know only the types of Node-RED's own.
  const typed = (...args: unknown[]) =>
    (field.typedInput as unknown as (...args: unknown[]) => string).apply(field, args);
  let fitted: string | undefined;

  const fit = (key: string) => {
    if (key === fitted) return;
    const choice = choiceOf(key);
    const first = fitted === undefined;
    const type = first ? row.type : typed('type');
    const value = first ? row.value : typed('value');
    fitted = key;
    const own = choice ? ownTypes(choice, texts, language) : ['str', 'num', 'bool', 'json'];
    const types = [...own, ...SOURCES];
    const names = types.map((each) => (typeof each === 'string' ? each : each.value));
    // A row imported with a type that is not on offer keeps it.
    if (first && type !== '' && !names.includes(type)) types.push(type);
    const keeps = first ? type !== '' : SOURCES.includes(type);
    const next = keeps ? type : (names[0] ?? 'str');
    if (first) typed({ types, default: next });
    else typed('types', types);
    typed('type', next);
    typed('value', keeps ? value : startValue(choice, next));
  };
  fit(row.key);
  return { fit, row: () => ({ value: typed('value'), type: typed('type') }) };
}

function ownTypes(choice: Choice, texts: Texts, language: Language): InputType[] {
  const newest = meanings(choice.row).at(-1) ?? choice.row;
  const validate = (type: string) => (value: string, _options: unknown) =>
    problemOfValue(choice, value, type, texts) ?? true;
  const types: InputType[] = [];
  if (choice.options.length > 0)
    types.push({
      value: 'option',
      label: texts('type.option'),
      icon: 'fa fa-list-ul',
      options: choice.options.map(({ value, label }) => ({
        value: String(value),
        label: `${label[language]} (${value})`,
      })),
    });
  switch (newest.type) {
    case 'bool':
      if (types.length === 0) types.push('bool');
      break;
    case 'int':
    case 'float':
      types.push({
        value: 'num',
        label: texts('type.num'),
        icon: 'red/images/typedInput/09.svg',
        validate: validate('num'),
      });
      break;
    case 'string':
      types.push({
        value: 'str',
        label: texts('type.str'),
        icon: 'red/images/typedInput/az.svg',
        validate: validate('str'),
      });
      break;
  }
  types.push('json');
  return types;
}

function startValue(choice: Choice | undefined, type: string): string {
  if (type === 'option') return String(choice?.options[0]?.value ?? '');
  if (type === 'bool') return 'true';
  if (type === 'json') return choice?.row.type === 'array' ? '[]' : '{}';
  return '';
}

/** What a person must know to fill in a value, or why there is none to fill in; and what can go wrong. */
export function hint(
  key: string,
  choice: Choice | undefined,
  texts: Texts,
  language: Language,
): { text: string; caution: string } {
  if (key === '') return { text: '', caution: '' };
  if (!choice) return { text: texts('problem.notWritable', { key }), caution: '' };
  if (!choice.writable) return { text: `${choice.title} · ${texts('problem.readOnly')}`, caution: '' };
  const newest = meanings(choice.row).at(-1) ?? choice.row;
  const range = rangeText(newest);
  const parts = [choice.title];
  if (range !== '') parts.push(range);
  else if (choice.unit !== '') parts.push(choice.unit);
  if (newest.nullable) parts.push(texts('nullable'));
  return { text: parts.join(' · '), caution: choice.row.caution?.[language] ?? '' };
}
