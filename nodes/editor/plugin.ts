/** The editor plugin: the registry and what all dialogs share, loaded once and before any node's dialog. */
import type { GoeEditor } from './api';
import { problemOf } from './check-value';
import { keyInput } from './key-input';
import { keyPicker } from './key-picker';
import { choicesOf, type EditorRow } from './registry';
import type { Texts } from './texts';
import { hint, valueInput } from './value-input';

/** Replaced by the build with the rows of the registry. */
declare const __GOE_REGISTRY__: readonly EditorRow[];

const registry = __GOE_REGISTRY__;
const language = RED.i18n.lang().startsWith('de') ? 'de' : 'en';
const choices = choicesOf(registry, language);
const byName = new Map(choices.map((choice) => [choice.name, choice]));
const writable = choices.filter((choice) => choice.writable);
const choiceOf = (name: string) => byName.get(name);
const texts: Texts = (key, values) => plugin._(key, values);

const plugin: GoeEditor & { type: string; _: Texts } = {
  type: 'goe-editor',
  // Node-RED puts the plugin's own catalogue here when it registers it.
  _: (key) => key,
  language,
  registry,
  choice: choiceOf,
  keyPicker: (container, options) => keyPicker(container, choices, texts, options),
  keyInput: (input, changed) => keyInput(input, writable, texts, changed),
  valueInput: (input, row) => valueInput(input, row, choiceOf, texts, language),
  hint: (key) => hint(key, choiceOf(key), texts, language),
  problemOf: (rows) => problemOf(rows, choiceOf, texts),
};

RED.plugins.registerPlugin('goe-editor', plugin);
