/**
 * Kinds of entering a value of a key, and how each is saved. Saved types are those of Node-RED's typed input, and `option`: a
 * form that is another way to enter a number, a text or JSON is saved as that.
 */
import { checkChoice, fixedValue, isSource, SOURCES, writableMeanings } from './check-value';
import type { Choice } from './registry';
import { jsonOf, scheduleOf } from './value-schedule-shape';

/** `none` is null. The others are named like the types of the typed input, or by their form. */
export type Kind = 'option' | 'bool' | 'num' | 'time' | 'color' | 'schedule' | 'str' | 'none' | 'json';

export interface Entered {
  /** A `Kind`, one of the sources, or a type that only an imported row has. */
  kind: string;
  /** As text: of `time` the seconds after midnight, of `schedule` JSON. */
  value: string;
}

const NO_SCHEDULE = jsonOf({ control: 0, ranges: [] }) ?? '';

const SAVED_AS: Record<string, string> = { time: 'num', color: 'str', schedule: 'json' };

/** Kinds that fit the key, the best first; the sources, which fit every key, come last. */
export function kindsOf(choice: Choice | undefined): string[] {
  if (!choice) return ['str', 'num', 'bool', 'json', ...SOURCES];
  const [newest] = writableMeanings(choice);
  const row = newest ?? choice.row;
  const isEnumeration = choice.options.length > 0;
  const kinds: Kind[] = isEnumeration ? ['option'] : [];
  if (!isEnumeration || row.limits !== undefined) kinds.push(plainKind(choice, row.limits?.as ?? row.type));
  // With options, null is one of them.
  if (row.nullable && !isEnumeration) kinds.push('none');
  if (!kinds.includes('json')) kinds.push('json');
  return [...kinds, ...SOURCES];
}

function plainKind(choice: Choice, type: string): Kind {
  const { row } = choice;
  // Others with the unit s are lengths of time.
  if (row.limits?.format === 'time') return 'time';
  if (row.fields?.some((field) => field.name === 'control') && row.fields.some((field) => field.name === 'ranges'))
    return 'schedule';
  if (row.limits?.format === 'color') return 'color';
  if (type === 'bool') return 'bool';
  if (type === 'int' || type === 'float') return 'num';
  return type === 'string' ? 'str' : 'json';
}

/** Entry of a saved row: an option also where an older version saved its number. */
export function enteredOf(choice: Choice | undefined, value: string, type: string): Entered {
  const [best = 'str'] = kindsOf(choice);
  if (type === '') return { kind: best, value: startValue(choice, best) };
  if (!choice || isSource(type)) return { kind: type, value };
  const fixed = fixedValue(value, type);
  if (typeof fixed === 'object') {
    const result = checkChoice(choice, fixed.value);
    const entered = 'value' in result ? enteredValue(choice, result.value) : undefined;
    // A valid value keeps its own spelling.
    if (entered) return savedType(entered.kind) === type && entered.kind !== 'none' ? { ...entered, value } : entered;
  }
  // A value that cannot be saved is shown where it can be corrected.
  if (savedType(best) === type && best !== 'schedule') return { kind: best, value };
  return { kind: type === 'option' && choice.options.length === 0 ? 'str' : type, value };
}

/** Entry of a value that the charger has. */
export function enteredValue(choice: Choice, value: unknown): Entered | undefined {
  const [best = 'str'] = kindsOf(choice);
  const isOption = choice.options.some((option) => option.value === value);
  if (choice.options.length > 0 && (isOption || value === null)) return { kind: 'option', value: String(value) };
  if (value === null) return { kind: 'none', value: '' };
  const json = JSON.stringify(value);
  const kind = best === 'option' ? (kindsOf(choice)[1] ?? 'json') : best;
  if (kind === 'json') return { kind, value: json };
  if (kind === 'schedule') return { kind: scheduleOf(json) ? kind : 'json', value: json };
  return typeof value === 'object' ? undefined : { kind, value: String(value) };
}

/** The saved form of an entry. */
export function savedOf({ kind, value }: Entered): { value: string; type: string } {
  if (kind === 'none' || (kind === 'option' && value === 'null')) return { value: 'null', type: 'json' };
  return { value, type: savedType(kind) };
}

function savedType(kind: string): string {
  return kind === 'none' ? 'json' : (SAVED_AS[kind] ?? kind);
}

/** The value before anything is entered: harmless, or empty. */
export function startValue(choice: Choice | undefined, kind: string): string {
  switch (kind) {
    case 'option':
      return String(choice?.options[0]?.value ?? '');
    case 'bool':
      return 'true';
    case 'json':
      return (choice && writableMeanings(choice)[0]?.type) === 'array' ? '[]' : '{}';
    case 'schedule':
      return NO_SCHEDULE;
    case 'color':
      return '#00FF00';
    case 'msg':
      return 'payload';
    default:
      return '';
  }
}
