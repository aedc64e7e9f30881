/** Form of our own for a value, in the place of a typed input's text box. */
import type { Json } from '../../lib/json';
import type { ValueRow } from './check-value';
import type { Choice, Language } from './registry';
import type { Texts } from './texts';

/** The value of a row of `goe-set`, in a dialog. */
export interface ValueInput {
  /** Offers the types that fit another key. */
  fit(key: string): void;
  /** As it will be saved. */
  row(): Omit<ValueRow, 'key'>;
  /** True for a value of the charger that can be entered: it can be written, and no part of it is masked. */
  takes(value: Json): boolean;
  /** Enters a value of the charger. */
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
  /** Label for screen readers. */
  label: string;
  texts: Texts;
  language: Language;
  changed(): void;
}

export type MakeField = (value: string, context: FieldContext) => ValueField;
