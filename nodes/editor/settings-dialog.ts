/**
 * Dialog made of a settings table: what Node-RED registers, the values, the rows that apply, and what is wrong with one. The
 * rows themselves are put into the form by the build. Bundled into each dialog that has a table.
 */
import {
  applies,
  type Check,
  defaultOf,
  type FormValues,
  initialOf,
  NO_NODE,
  type NumberSetting,
  type Problem,
  problemIn,
  type Setting,
} from '../runtime/settings';
import type { GoeEditor } from './api';
import { bindNumberBox } from './number-box';
import { keepVariable } from './variable-option';

export interface DialogOptions<Props> {
  /** As in the ids of the boxes: `node-input`, or `node-config-input` for a configuration node. */
  prefix: 'node-input' | 'node-config-input';
  schema: number;
  /** Further checks of settings, by the setting's name. */
  checks?: Readonly<Record<string, Check>>;
  label(node: Props & EditorNode, name: string): string;
  problem(node: Props & EditorNode, entry: string, values: Record<string, unknown>): string;
}

export function goeEditor(): GoeEditor | undefined {
  return RED.plugins.getPlugin('goe-editor') as GoeEditor | undefined;
}

export function createSettingsDialog<Props>(
  type: string,
  table: readonly Setting[],
  { prefix, schema, checks = {}, label, problem }: DialogOptions<Props>,
) {
  /** The node whose dialog is open: while it is, what the form holds counts, not what is saved. */
  let open: string | undefined;

  const input = (name: string): JQuery => $(`#${prefix}-${name}`);
  const valuesIn = (read: (setting: Setting) => unknown): FormValues =>
    Object.fromEntries(table.map((setting) => [setting.name, formValue(setting, read(setting))]));
  const formValues = (): FormValues =>
    valuesIn(({ kind, name }) => (kind === 'flag' ? input(name).prop('checked') : input(name).val()));
  const savedValues = (saved: object): FormValues => valuesIn(({ name }) => (saved as Record<string, unknown>)[name]);

  /** @returns undefined where nothing is wrong, or where the setting does not apply */
  function problemOf(name: string, values: FormValues): Problem | undefined {
    const setting = table.find((each) => each.name === name);
    return setting && problemIn(setting, values, checks[name]);
  }

  function problemText(node: Props & EditorNode, name: string, { entry, values }: Problem): string {
    return problem(node, entry, { label: label(node, name), ...values });
  }

  function validatorOf(setting: Setting): Validator<Props> | undefined {
    if (setting.kind !== 'number' && !Object.hasOwn(checks, setting.name)) return undefined;
    // Two parameters: Node-RED takes a text for "not valid" only from such a function.
    return function (value: unknown, _options: unknown) {
      const values = open === this.id ? formValues() : savedValues(this);
      const wrong = problemOf(setting.name, { ...values, [setting.name]: formValue(setting, value) });
      return wrong === undefined || problemText(this, setting.name, wrong);
    };
  }

  return {
    definition: definitionOf<Props>(type, table, schema, validatorOf),
    /** The settings that can be wrong, by their names. */
    checked: table.filter((setting) => validatorOf(setting) !== undefined).map(({ name }) => name),
    input,
    formValues,
    savedValues,
    problemOf,
    problemText,
    opened(node: Props & EditorNode): void {
      open = node.id;
      for (const setting of table) {
        if (setting.kind === 'choice' && !setting.cards)
          keepVariable(input(setting.name), (node as Record<string, unknown>)[setting.name]);
        if (setting.kind === 'number') bindNumberBox(input(setting.name), setting, goeEditor()?.language ?? 'en');
      }
    },
    closed(): void {
      open = undefined;
    },
    /** Shows the rows that apply, and the parts that have any. */
    showRows(form: JQuery, values = formValues()): void {
      for (const setting of table) {
        form.find(`[data-setting="${setting.name}"]`).toggle(applies(setting, values));
        if (setting.kind === 'number') showDefault(setting, values, input(setting.name));
      }
      for (const part of new Set(table.map(({ section }) => section))) {
        const isUsed = table.some((setting) => setting.section === part && applies(setting, values));
        form.find(`[data-section="${part}"]`).toggle(isUsed);
      }
    },
  };
}

/** Defaults and credentials as Node-RED registers them. */
function definitionOf<Props>(
  type: string,
  table: readonly Setting[],
  schema: number,
  validatorOf: (setting: Setting) => Validator<Props> | undefined,
) {
  const validated = (setting: Setting) => {
    const validate = validatorOf(setting);
    return validate ? { validate } : {};
  };
  const defaults: Record<string, object> = {};
  const credentials: Record<string, object> = {};
  for (const setting of table) {
    const { name } = setting;
    if ('credential' in setting) credentials[name] = { type: setting.credential, ...validated(setting) };
    else if (setting.kind === 'node')
      defaults[name] = { value: '', type: setting.nodeType, required: setting.required === true };
    else defaults[name] = { value: initialOf(setting), ...validated(setting) };
  }
  const validate: Validator<Props> = (value: number, _options) => goeEditor()?.problemOfSchema(type, value) ?? true;
  return {
    defaults: { ...defaults, schema: { value: schema, validate } } as EditorDefinition<Props>['defaults'],
    credentials: credentials as NonNullable<EditorDefinition<Props>['credentials']>,
  };
}

function formValue({ kind }: Setting, value: unknown): string | boolean {
  if (kind === 'flag') return value === true || value === 'true';
  const text = String(value ?? '').trim();
  return kind === 'node' && text === NO_NODE ? '' : text;
}

/** A default that depends on another setting is shown in the empty box. */
function showDefault(setting: NumberSetting, values: FormValues, box: JQuery): void {
  if (typeof setting.default === 'object') box.attr('placeholder', String(defaultOf(setting, values) ?? ''));
}
