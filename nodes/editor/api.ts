/**
 * What the editor plugin offers to the dialogs of our nodes. They take only types from here: the code is delivered once,
 * with the plugin, which Node-RED loads before any node.
 */
import type { Json } from '../../lib/json';
import type { ValueRow } from './check-value';
import type { ExampleMessage, ExampleValues } from './example-values';
import type { Live, LiveValues } from './live';
import type { Choice, EditorRow } from './registry';
import type { ValueInput } from './value-field';

export type { ValueRow } from './check-value';
export type { Live, LiveValues } from './live';
export type { Choice, EditorRow } from './registry';

export interface KeyPickerOptions {
  names: readonly string[];
  /** What it means to choose nothing. */
  empty: string;
  changed?: (names: string[]) => void;
  /** Shows present values beside the names, and which of them this charger does not have. */
  live?: LiveValues;
}

/** A part of a dialog that must be told when the dialog closes. */
export interface KeyPicker {
  names(): string[];
  close(): void;
}

/** An example of the message a node will send. */
export interface Preview {
  /** After something in the dialog changed; `topic` is what the person changed just now. */
  refresh(topic?: string): void;
  close(): void;
}

export interface PreviewOptions {
  live: LiveValues;
  /** Messages as the dialog is filled in now. */
  examples(values: ExampleValues): readonly ExampleMessage[];
  /** What an example is about; without it, its topic. */
  titleOf?(topic: string): string;
  /** The text where there is no example. */
  nothing(): string;
}

export interface GoeEditor {
  language: 'en' | 'de';
  /** Every key, as `keys` of the library without what only the runtime needs. */
  registry: readonly EditorRow[];
  /** A key or a field of one; undefined where the registry has none of that name. */
  choice(name: string): Choice | undefined;
  /** Several names: a search box over the registry and the list of what is chosen. */
  keyPicker(container: HTMLElement, options: KeyPickerOptions): KeyPicker;
  /** One key that can be written, in a text box. `changed` is told of every key that is there. */
  keyInput(input: HTMLInputElement, changed: (key: string) => void, live: LiveValues): { refresh(): void };
  /** Makes a typed input of a text box, and lets it offer what fits a key. */
  valueInput(input: HTMLInputElement, row: ValueRow): ValueInput;
  /** A value of a key that a charger has, in a few words. */
  nowText(key: string, value: Json): string;
  /** What a person must know to fill in the value: title, unit, limits; and what can go wrong. */
  hint(key: string): { text: string; caution: string };
  /** What allows less than the current in a row, of a charger: `ama 16 A`; empty where nothing is known to. */
  limits(row: ValueRow, live: LiveValues): string;
  /** What deployed chargers report now, for dialogs that are open. */
  live: Live;
  /** The values of the charger that the dialog's select with this id names, whichever is chosen. */
  liveOf(selectId: string): LiveValues;
  /** What a charger reports for a name, in a few characters: `11.0 kW`, `Charging`. */
  valueText(name: string, live: LiveValues): string | undefined;
  /** Names in few characters, for the label of a node: `car, amp, power`. */
  namesText(names: readonly string[]): string;
  /** Shows the messages a node will send while one edits it. */
  preview(container: HTMLElement, options: PreviewOptions): Preview;
  /** @returns why these rows cannot be saved, undefined when they can */
  problemOf(rows: readonly ValueRow[]): string | undefined;
  /** @returns why a node saved with this schema cannot be used, undefined when it can */
  problemOfSchema(type: string, schema: unknown): string | undefined;
}
