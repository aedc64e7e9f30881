/**
 * What the editor plugin offers to the dialogs of our nodes. They take only types from here: the code is delivered once,
 * with the plugin, which Node-RED loads before any node.
 */
import type { Choice, EditorRow } from './registry';

export type { Choice, EditorRow } from './registry';

/** A row of `goe-set` as saved. */
export interface ValueRow {
  key: string;
  value: string;
  type: string;
}

export interface KeyPickerOptions {
  names: readonly string[];
  /** What it means to choose nothing. */
  empty: string;
  changed?: (names: string[]) => void;
}

export interface GoeEditor {
  language: 'en' | 'de';
  /** Every key, as `keys` of the library without what only the runtime needs. */
  registry: readonly EditorRow[];
  /** A key or a field of one; undefined where the registry has none of that name. */
  choice(name: string): Choice | undefined;
  /** Several names: a search box over the registry and the list of what is chosen. */
  keyPicker(container: HTMLElement, options: KeyPickerOptions): { names(): string[] };
  /** One key that can be written, in a text box. `changed` is told of every key that is there. */
  keyInput(input: HTMLInputElement, changed: (key: string) => void): void;
  /** Makes a typed input of a text box, and lets it offer what fits a key. */
  valueInput(input: HTMLInputElement, row: ValueRow): { fit(key: string): void; row(): Omit<ValueRow, 'key'> };
  /** What a person must know to fill in the value: title, unit, limits; and what can go wrong. */
  hint(key: string): { text: string; caution: string };
  /** @returns why these rows cannot be saved, undefined when they can */
  problemOf(rows: readonly ValueRow[]): string | undefined;
}
