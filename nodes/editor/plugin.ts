/** The editor plugin: the registry and what all dialogs share, loaded once and before any node's dialog. */
import { keys } from '../../lib/keys';
import { type OnOffText, shortText } from '../runtime/short-text';
import { createTranslations, type Translations } from '../runtime/translations';
import type { GoeEditor } from './api';
import { problemOf } from './check-value';
import { chargerChoice, createEditorLive, identityOf } from './chosen-charger';
import { loadDescriptions } from './descriptions';
import { exampleValues } from './example-values';
import { keyInput } from './key-input';
import { keyPicker } from './key-picker';
import { liveOfChoice } from './live';
import { namesText } from './names-text';
import { preview } from './preview';
import { choicesOf, giveDescriptions, OFTEN } from './registry';
import { descriptionsIn, inLanguage, languageOf } from './registry-texts';
import { keepSavedNodesUpToDate, problemOfSchema } from './saved-nodes';
import type { Texts } from './texts';
import { hint } from './value-hint';
import { valueInput } from './value-input';
import { lowerLimitsText } from './value-limits';
import { nowText } from './value-now';

const entry = (path: string) => RED._(path);
const language = languageOf(entry);
const registry = inLanguage(keys, language, entry);
const choices = choicesOf(registry, language);
void loadDescriptions(language).then((texts) => giveDescriptions(choices, descriptionsIn(texts, language, entry)));
const byName = new Map(choices.map((choice) => [choice.name, choice]));
const writable = choices.filter((choice) => choice.writable);
const choiceOf = (name: string) => byName.get(name);
const texts: Texts = (key, values) => plugin._(key, values);

const live = createEditorLive();
/** The editor's language; messages of Node-RED are in the language of the server, mostly the same. */
const translations: Translations = createTranslations((text) => {
  if (text === 'language') return language;
  return text.includes(':') ? RED._(text) : texts(`word.${text as OnOffText}`);
});

const plugin: GoeEditor & { type: string; _: Texts } = {
  type: 'goe-editor',
  // Node-RED puts the plugin's own catalogue here when it registers it.
  _: (key) => key,
  language,
  registry,
  choice: choiceOf,
  keyPicker: (container, options) => {
    const valueText = (name: string) => (options.live ? plugin.valueText(name, options.live) : undefined);
    return keyPicker(container, { choices, texts, language, valueText }, options);
  },
  keyInput: (input, changed, live) => {
    const valueText = (key: string) => {
      const value = live.get(key);
      return value === undefined ? undefined : plugin.nowText(key, value);
    };
    const isMissing = (key: string) => live.unsupported.has(key);
    return keyInput(input, { choices: writable, texts, valueText, isMissing }, changed);
  },
  valueInput: (input, row) => valueInput(input, row, { choiceOf, texts, language }),
  hint: (key) => hint(key, choiceOf(key), texts, language),
  limits: (row, values) => lowerLimitsText(row, choiceOf(row.key), values),
  live,
  liveOf: (selectId) => liveOfChoice(live, ...chargerChoice(selectId)),
  valueText: (name, values) => {
    const value = values.get(name);
    return value === undefined ? undefined : shortText(name, value, translations, values.firmware);
  },
  namesText,
  preview: (container, options) =>
    preview(
      container,
      {
        texts,
        chargerName: () => (options.live.identity ?? identityOf()).name,
        values: () => exampleValues({ live: options.live, identity: identityOf(), translations, often: OFTEN }),
      },
      options,
    ),
  problemOf: (rows) => problemOf(rows, choiceOf, texts, language),
  problemOfSchema: (type, schema) => problemOfSchema(type, schema, texts),
  nowText: (key, value) => {
    const choice = choiceOf(key);
    return choice ? nowText(choice, value, texts, language) : '';
  },
};

RED.plugins.registerPlugin('goe-editor', plugin);
keepSavedNodesUpToDate();
