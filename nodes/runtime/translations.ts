/**
 * Translations at run time. A status text is its own entry in a node's catalogue: `connected` stays readable in a Status node
 * and where no catalogue is loaded, and the editor shows it in the editor's language.
 */
import type { NodeAPI } from 'node-red';
import { labelOf, named } from '../../lib/keys';

/** Gives a text in the language Node-RED runs in; the text itself where it is in no catalogue. */
export type Translate<Text extends string = string> = (text: Text) => string;

/** Texts in the language Node-RED runs in. `Text`: the status texts of the node's catalogue. */
export interface Translations<Text extends string = string> {
  translate: Translate<Text>;
  /** Tag of the language, for numbers and dates. */
  locale: string;
  /** The label of a value; undefined where it has none. */
  label(name: string, value: unknown, firmware?: string): string | undefined;
  /** The title of a name. */
  title(name: string, firmware?: string): string;
}

/** The catalogue that may hold the registry's texts in a language the registry itself does not speak. */
const REGISTRY_TEXTS = 'node-red-contrib-go-echarger/goe-editor:';

export function translateWith(RED: NodeAPI): Translate {
  return (text) => RED._(text);
}

/** English and German come from the registry; other languages from the catalogue, and English where it has nothing. */
export function createTranslations(translate: Translate): Translations {
  const language = languageOf(translate);
  const own = language === 'de' || language === 'en' ? language : undefined;
  const overlay = (path: string, english: string) => {
    const text = translate(`${REGISTRY_TEXTS}${path}`);
    return text === path || text.endsWith(`:${path}`) ? english : text;
  };
  return {
    translate,
    locale: language,
    label(name, value, firmware) {
      const label = labelOf(name, value, own ?? 'en', firmware);
      return own || label === undefined ? label : overlay(`keys.${name}.options.${value}`, label);
    },
    title(name, firmware) {
      const { title } = named(name, firmware);
      return own ? title[own] : overlay(`keys.${name}.title`, title.en);
    },
  };
}

/** Each catalogue names its language. English where the package does not speak the one Node-RED runs in. */
function languageOf(translate: Translate): string {
  const language = translate('language');
  return language === 'language' ? 'en' : language;
}
