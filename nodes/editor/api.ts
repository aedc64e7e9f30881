/**
 * Interface between the editor plugin and the dialogs of our nodes. Dialogs import only types from here: the code is delivered
 * once, with the plugin, which Node-RED loads before any node.
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
  /** Shown where nothing is chosen: the meaning of that. */
  empty: string;
  changed?: (names: string[]) => void;
  /** Shows present values beside the names, and which of them this charger does not have. */
  live?: LiveValues;
}

/** A part of a dialog that has to be closed with it. */
export interface KeyPicker {
  names(): string[];
  close(): void;
}

/** An example of the message a node will send. */
export interface Preview {
  /** After something in the dialog changed; `topic` is the name or the happening that was changed just now. */
  refresh(topic?: string): void;
  close(): void;
}

export interface PreviewOptions {
  live: LiveValues;
  /** Examples for the dialog as it is filled in now. */
  examples(values: ExampleValues): readonly ExampleMessage[];
  /** Title of an example; without it, its topic. */
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
  /** One key that can be written, in a text box. `changed` is called with every key that is chosen or typed. */
  keyInput(input: HTMLInputElement, changed: (key: string) => void, live: LiveValues): { refresh(): void };
  /** Makes a typed input of a text box, with the types that fit a key. */
  valueInput(input: HTMLInputElement, row: ValueRow): ValueInput;
  /** The value of a key as people read it, on one line. */
  nowText(key: string, value: Json): string;
  /** Hint for filling in the value (title, unit, limits), and the key's caution. */
  hint(key: string): { text: string; caution: string };
  /** Limits of a charger that are lower than the current in a row: `ama 16 A`; empty where none is known. */
  limits(row: ValueRow, live: LiveValues): string;
  /** Values of deployed chargers as of now, for open dialogs. */
  live: Live;
  /** The values of the charger that the dialog's select with this id names, whichever is chosen. */
  liveOf(selectId: string): LiveValues;
  /** The value that a charger reports for a name, in a few characters: `11.0 kW`, `Charging`. */
  valueText(name: string, live: LiveValues): string | undefined;
  /** Names in few characters, for the label of a node: `car, amp, power`. */
  namesText(names: readonly string[]): string;
  /** Shows the messages a node will send, in its dialog. */
  preview(container: HTMLElement, options: PreviewOptions): Preview;
  /** @returns the problem with these rows; undefined when they can be saved */
  problemOf(rows: readonly ValueRow[]): string | undefined;
  /** @returns the problem with a node saved with this schema; undefined when it can be used */
  problemOfSchema(type: string, schema: unknown): string | undefined;
}
