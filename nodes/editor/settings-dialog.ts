/**
 * Dialog made of a settings table: what Node-RED registers, the values, the rows that apply, and what is wrong with one. The
 * rows themselves are put into the form by the build. Bundled into each dialog that has a table.
 */
import {
  applies,
  type Check,
  credentialsOf,
  defaultOf,
  type FormValues,
  initialOf,
  isVariable,
  type NumberSetting,
  type Problem,
  problemIn,
  type Setting,
} from '../runtime/settings';
import type { GoeEditor } from './api';

export interface DialogOptions<Props> {
  /** As in the ids of the boxes: `node-input`, or `node-config-input` for a configuration node. */
  prefix: 'node-input' | 'node-config-input';
  schema: number;
  /** What else can be wrong with a setting, by its name. */
  checks?: Readonly<Record<string, Check>>;
  label(node: Props & EditorNode, name: string): string;
  problem(node: Props & EditorNode, entry: string, values: Record<string, unknown>): string;
}

/** Node-RED's way to say that no configuration node is chosen. */
const NO_NODE = '_ADD_';

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

  function formValues(): FormValues {
    return valuesIn((setting) =>
      setting.kind === 'flag' ? input(setting.name).prop('checked') : input(setting.name).val(),
    );
  }

  function savedValues(saved: object): FormValues {
    return valuesIn(({ name }) => (saved as Record<string, unknown>)[name]);
  }

  function valuesIn(read: (setting: Setting) => unknown): FormValues {
    return Object.fromEntries(table.map((setting) => [setting.name, formValue(setting, read(setting))]));
  }

  function problemOf(name: string, values: FormValues): Problem | undefined {
    const setting = table.find((each) => each.name === name);
    return setting && problemIn(setting, values, checks[name]);
  }

  function problemText(node: Props & EditorNode, name: string, { entry, values }: Problem): string {
    return problem(node, entry, { label: label(node, name), ...values });
  }

  function validator(setting: Setting): Validator<Props> {
    // Two parameters: Node-RED takes a text for "not valid" only from such a function.
    return function (value: unknown, _options: unknown) {
      const values = open === this.id ? formValues() : savedValues(this);
      const wrong = problemOf(setting.name, { ...values, [setting.name]: formValue(setting, value) });
      return wrong === undefined || problemText(this, setting.name, wrong);
    };
  }

  function validated(setting: Setting): { validate?: Validator<Props> } {
    return setting.kind === 'number' || Object.hasOwn(checks, setting.name) ? { validate: validator(setting) } : {};
  }

  const defaults = Object.fromEntries(
    table.flatMap((setting): [string, object][] => {
      if ('credential' in setting) return [];
      if (setting.kind !== 'node') return [[setting.name, { value: initialOf(setting), ...validated(setting) }]];
      return [[setting.name, { value: '', type: setting.nodeType, required: setting.required === true }]];
    }),
  );
  const ofSchema: Validator<Props> = (value: number, _options) => goeEditor()?.problemOfSchema(type, value) ?? true;
  const secrets = Object.entries<object>(credentialsOf(table)).map(([name, credential]) => {
    const setting = table.find((each) => each.name === name) as Setting;
    return [name, { ...credential, ...validated(setting) }];
  });

  return {
    definition: {
      defaults: { ...defaults, schema: { value: schema, validate: ofSchema } } as EditorDefinition<Props>['defaults'],
      credentials: Object.fromEntries(secrets) as NonNullable<EditorDefinition<Props>['credentials']>,
    },
    /** The settings that can be wrong, by their names. */
    checked: table.filter((setting) => validated(setting).validate).map(({ name }) => name),
    input,
    formValues,
    savedValues,
    problemOf,
    problemText,
    opened(node: Props & EditorNode): void {
      open = node.id;
      for (const setting of table) keepVariable(setting, (node as Record<string, unknown>)[setting.name], input);
    },
    closed(): void {
      open = undefined;
    },
    /** Shows the rows that apply, and the parts that have any. */
    showRows(form: JQuery, values = formValues()): void {
      for (const setting of table) {
        const isShown = applies(setting, values);
        form.find(`[data-setting="${setting.name}"]`).toggle(isShown);
        if (setting.kind === 'number') showDefault(setting, values, input(setting.name));
      }
      for (const part of new Set(table.map(({ section }) => section))) {
        const isUsed = table.some((setting) => setting.section === part && applies(setting, values));
        form.find(`[data-section="${part}"]`).toggle(isUsed);
      }
    },
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

/** A list knows no environment variable: without an entry for it, Done would save nothing in its place. */
function keepVariable(setting: Setting, saved: unknown, input: (name: string) => JQuery): void {
  if (setting.kind !== 'choice' || setting.cards || !isVariable(saved)) return;
  const variable = String(saved);
  const list = input(setting.name);
  if (list.val() !== variable) $('<option>').val(variable).text(variable).appendTo(list);
  list.val(variable);
}
