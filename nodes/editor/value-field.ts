/** A form of our own for a value, shown where a typed input has its text box. */
import type { Json } from '../../lib/json';
import type { ValueRow } from './check-value';
import type { Choice, Language } from './registry';
import type { Texts } from './texts';

/** The value of a row of `goe-set`, in a dialog. */
export interface ValueInput {
  /** Another key was chosen: offers what fits it. */
  fit(key: string): void;
  /** As it will be saved. */
  row(): Omit<ValueRow, 'key'>;
  /** Whether a value the charger shows could be entered: it can be written, and nothing of it is masked. */
  takes(value: Json): boolean;
  /** Enters a value the charger shows. */
  take(value: Json): void;
}

export interface ValueField {
  /** Goes beside the type, in one line. */
  element: HTMLElement;
  /** Goes below, where one line is not enough. */
  below?: HTMLElement;
  /** As it will be saved; what cannot be saved stays as it was typed. */
  value(): string;
}

export interface FieldContext {
  choice: Choice;
  /** What it is for somebody who cannot see it. */
  label: string;
  texts: Texts;
  language: Language;
  changed(): void;
}

export type MakeField = (value: string, context: FieldContext) => ValueField;
