/**
 * Words at run time. A short text is its own key in a node's catalogue: `connected` stays readable in a Status node and
 * where no catalogue is loaded, and the editor shows it in the editor's language.
 */
import type { NodeAPI } from 'node-red';
import { labelOf, named } from '../../lib/keys';

/** Gives a text in the language Node-RED runs in; the text itself where it is in no catalogue. */
export type Say<Text extends string = string> = (text: Text) => string;

/** Everything that is worded in the language Node-RED runs in. `Text`: the status texts of the node's catalogue. */
export interface Translations<Text extends string = string> {
  say: Say<Text>;
  /** Tag of the language, for numbers and dates. */
  locale: string;
  /** What a value is called; undefined where it has no label. */
  label(name: string, value: unknown, firmware?: string): string | undefined;
  /** What a name is called. */
  title(name: string, firmware?: string): string;
}

/** The catalogue that may hold the registry's texts in a language the registry itself does not speak. */
const REGISTRY_TEXTS = 'node-red-contrib-go-echarger/goe-editor:';

export function sayWith(RED: NodeAPI): Say {
  return (text) => RED._(text);
}

/** English and German come from the registry; other languages from the catalogue, and English where it has nothing. */
export function wordsOf(say: Say): Translations {
  const language = languageOf(say);
  const own = language === 'de' || language === 'en' ? language : undefined;
  const overlay = (path: string, english: string) => {
    const text = say(`${REGISTRY_TEXTS}${path}`);
    return text === path || text.endsWith(`:${path}`) ? english : text;
  };
  return {
    say,
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
function languageOf(say: Say): string {
  const language = say('language');
  return language === 'language' ? 'en' : language;
}
