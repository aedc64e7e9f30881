/**
 * Words at run time. A short text is its own key in a node's catalogue: `connected` stays readable in a Status node and
 * where no catalogue is loaded, and the editor shows it in the editor's language.
 */
import type { NodeAPI } from 'node-red';

export type Language = 'en' | 'de';

/** Gives a text in the language Node-RED runs in; the text itself where it is in no catalogue. */
export type Say = (text: string) => string;

export function sayWith(RED: NodeAPI): Say {
  return (text) => RED._(text);
}

/** The language of labels in messages: the one Node-RED runs in, English where the package does not speak it. */
export function languageOf(say: Say): Language {
  return say('language') === 'de' ? 'de' : 'en';
}
