/**
 * Settings tables: what a node can be set to, one row a setting. Runtime, dialog, form, validation, help and documentation
 * are made of the table, so that adding a setting is one row, its texts, and the code that uses it.
 */
import type { Migrations } from './schema';

/** A setting applies only while each of these settings has one of these values; `filled`: any value but nothing. */
export type When = Readonly<Record<string, readonly string[] | 'filled'>>;

interface SettingRow {
  /** The saved property; its label in the catalogues is `label.<name>`. */
  name: string;
  /** Part of the dialog it is in; parts and settings come in the order of the table. */
  section: string;
  /** Of Font Awesome, without `fa-`. */
  icon?: string;
  when?: When;
  /** Shown in an empty box: a text that is the same in all languages, or `true` for `placeholder.<name>` of the catalogues. */
  placeholder?: string | true;
  /** A line below it: `text` is `note.<name>` of the catalogues; `script`: the dialog's script fills it in. */
  note?: 'text' | 'script';
  /** Noun for it in errors, in English; its name otherwise. */
  noun?: string;
}

export interface TextSetting extends SettingRow {
  kind: 'text';
  /** Kept with Node-RED's credentials, and never exported with flows. */
  credential?: 'text' | 'password';
}

export interface NumberSetting extends SettingRow {
  kind: 'number';
  /** Value of an empty box; left out where it means that there is no such limit. One by kind where it depends on another setting. */
  default?: number | DependentDefault;
  /** Value of a new node; its default otherwise. `''` leaves the box empty. */
  initial?: number | '';
  min?: number;
  /** Only more than this will do. */
  moreThan?: number;
  max: number;
  /** Only whole numbers will do. */
  whole?: 'up' | 'down';
  /** A symbol, or an entry below `unit` of the catalogues. */
  unit?: string;
}

/** `{ by: 'connection', values: { http: 5 } }`: the default while `connection` is `http`. */
export interface DependentDefault {
  by: string;
  values: Readonly<Record<string, number>>;
}

export interface ChoiceSetting extends SettingRow {
  kind: 'choice';
  /** Each is an entry of the catalogues below the setting's name. */
  choices: readonly string[];
  default: string;
  /** Cards instead of a list: an icon for each choice, and a line below its title, `card.<choice>`. */
  cards?: Readonly<Record<string, string>>;
}

export interface FlagSetting extends SettingRow {
  kind: 'flag';
  default: boolean;
}

/** The id of a configuration node. */
export interface NodeSetting extends SettingRow {
  kind: 'node';
  nodeType: string;
  required?: true;
}

export type Setting = TextSetting | NumberSetting | ChoiceSetting | FlagSetting | NodeSetting;

/** Names of the settings in a table that are of one kind. */
export type NameOf<Table extends readonly Setting[], Kind extends Setting['kind'] = Setting['kind']> = Extract<
  Table[number],
  { kind: Kind }
>['name'];

/** Properties as they are saved, or come from anywhere: numbers as text or as numbers. */
export type SavedOf<Table extends readonly Setting[]> = {
  [Row in Exclude<Table[number], { credential: string }> as Row['name']]: Row extends {
    nodeType: string;
    required: true;
  }
    ? string
    : SavedValue<Row> | undefined;
};
type SavedValue<Row> = Row extends { choices: readonly (infer Choice)[] }
  ? Choice
  : Row extends { kind: 'number' }
    ? string | number
    : Row extends { kind: 'flag' }
      ? boolean
      : string;

/** Units that are written the same in every language; others are texts. */
const SYMBOLS: readonly string[] = ['A', 'W', 'kWh', '%'];

export function isSymbol(unit: string | undefined): boolean {
  return unit !== undefined && SYMBOLS.includes(unit);
}

export function settingOf<Table extends readonly Setting[], Name extends Table[number]['name']>(
  table: Table,
  name: Name,
): Extract<Table[number], { name: Name }> {
  const found = table.find((setting) => setting.name === name);
  if (!found) throw new Error(`There is no setting ${name}`);
  return found as Extract<Table[number], { name: Name }>;
}

/** Value of Node-RED's list of configuration nodes while none is chosen. */
export const NO_NODE = '_ADD_';

/** Value that a new node is saved with. */
export function initialOf(setting: Setting): string | boolean {
  if (setting.kind === 'choice' || setting.kind === 'flag') return setting.default;
  if (setting.kind !== 'number') return '';
  const { initial, default: otherwise } = setting;
  return String(initial ?? (typeof otherwise === 'number' ? otherwise : ''));
}

/** The number that an empty box means; undefined where it means none. */
export function defaultOf({ default: otherwise }: NumberSetting, values: object): number | undefined {
  if (typeof otherwise !== 'object') return otherwise;
  return otherwise.values[String((values as Record<string, unknown>)[otherwise.by])];
}

/** Credentials as Node-RED registers them. */
export function credentialsOf<Table extends readonly Setting[]>(table: Table) {
  const secrets = table.filter((setting): setting is TextSetting & { credential: string } => 'credential' in setting);
  type Name = Extract<Table[number], { credential: string }>['name'];
  return Object.fromEntries(secrets.map(({ name, credential }) => [name, { type: credential }])) as {
    [Each in Name]: { type: 'text' | 'password' };
  };
}

/** @param values of the other settings, as saved or as the dialog holds them */
export function applies({ when = {} }: Pick<Setting, 'when'>, values: object): boolean {
  return Object.entries(when).every(([name, wanted]) => {
    const value = String((values as Record<string, unknown>)[name] ?? '').trim();
    return wanted === 'filled' ? value !== '' : wanted.includes(value);
  });
}

/**
 * A node whose choices, flags and texts are all there. What a flow leaves out has its default; a number that is left out or
 * empty means its default anyway.
 */
export function completed<Saved extends object>(table: readonly Setting[], saved: Saved): Saved {
  const given = saved as Record<string, unknown>;
  const leftOut = table.filter(
    (setting) => !('credential' in setting) && (given[setting.name] ?? undefined) === undefined,
  );
  const values = leftOut.map((setting) => [setting.name, setting.kind === 'number' ? '' : initialOf(setting)]);
  return values.length === 0 ? saved : { ...saved, ...Object.fromEntries(values) };
}

/** Migrations whose result has what a flow leaves out as well, whatever its schema. */
export function completing(table: readonly Setting[], { schema, migrate }: Migrations): Migrations {
  return { schema, migrate: (saved) => completed(table, migrate(saved)) };
}

/** Environment variables are known only when the flow runs. */
export function isVariable(value: unknown): boolean {
  return typeof value === 'string' && /\$\{[^}]+\}/.test(value);
}

/** @returns undefined for nothing and for what is no number */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Values of the settings as a form holds them: texts without blanks around them, and flags. */
export type FormValues = Readonly<Record<string, string | boolean>>;

/** Problem of a value: an entry of the catalogues below `problem`, with its placeholders. */
export interface Problem {
  entry: string;
  values?: Readonly<Record<string, unknown>>;
}

/** Further check of a setting, made only while the setting applies. */
export type Check = (value: string, values: FormValues) => Problem | undefined;

/** @returns undefined where nothing is wrong, where the setting does not apply, and for environment variables */
export function problemIn(setting: Setting, values: FormValues, check?: Check): Problem | undefined {
  const value = values[setting.name];
  if (!applies(setting, values) || isVariable(value)) return undefined;
  const wrong = setting.kind === 'number' ? numberProblem(setting, value) : undefined;
  return wrong ? { entry: wrong.entry, values: wrong.bounds } : check?.(String(value ?? ''), values);
}

/** Problem of a number, with the bounds that its text names. */
export interface NumberProblem {
  entry: 'number' | 'wholeNumber' | 'moreThan';
  bounds: { min: number; max: number };
}

/** @returns undefined for a number that can be used, and for an empty box */
export function numberProblem(setting: NumberSetting, value: unknown): NumberProblem | undefined {
  if (value === undefined || value === null || String(value).trim() === '') return undefined;
  const { min, moreThan, max, whole } = setting;
  const number = numberOf(value);
  const fits =
    number !== undefined &&
    (min === undefined || number >= min) &&
    (moreThan === undefined || number > moreThan) &&
    number <= max &&
    (!whole || Number.isInteger(number));
  if (fits) return undefined;
  const entry = moreThan !== undefined ? 'moreThan' : whole ? 'wholeNumber' : 'number';
  return { entry, bounds: { min: min ?? moreThan ?? Number.NEGATIVE_INFINITY, max } };
}
