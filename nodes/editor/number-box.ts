/**
 * Number boxes of the dialogs: text boxes, because a browser's number box drops environment variables, that otherwise work like
 * one: the arrow keys step, and a decimal comma is taken where numbers are written with one. Bundled into each dialog.
 */
import { numberOf } from '../runtime/settings';

export interface NumberBounds {
  min?: number;
  /** Only more than this will do. */
  moreThan?: number;
  max?: number;
}

/** As in a browser's number box that has no step of its own. */
const STEP = 1;

export function bindNumberBox(box: JQuery, bounds: NumberBounds, language: string): void {
  const element = box.get(0) as HTMLInputElement | undefined;
  if (!element) return;
  if ((0.5).toLocaleString(language).includes(',')) element.addEventListener('input', () => takeComma(element));
  element.addEventListener('keydown', (event) => {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const stepped = steppedValue(shownNumber(element), direction * STEP, bounds);
    if (stepped === undefined) return;
    event.preventDefault();
    element.value = stepped;
    for (const type of ['input', 'change']) element.dispatchEvent(new Event(type, { bubbles: true }));
  });
}

/** An empty box counts as the default that it shows, or as 0 where it shows none. */
function shownNumber({ value, placeholder }: HTMLInputElement): number | undefined {
  return value.trim() === '' ? (numberOf(placeholder) ?? 0) : numberOf(value);
}

/** `2,5` becomes `2.5`, the only form that is saved. */
function takeComma(element: HTMLInputElement): void {
  if (!/^\s*[-+]?\d*,\d+\s*$/.test(element.value)) return;
  const { selectionStart } = element;
  element.value = element.value.replace(',', '.');
  element.setSelectionRange(selectionStart, selectionStart);
}

/** @returns undefined where there is nothing to step: for what is no number, such as an environment variable, and at a bound */
function steppedValue(
  number: number | undefined,
  by: number,
  { min, moreThan, max }: NumberBounds,
): string | undefined {
  if (number === undefined) return undefined;
  // Decimal fractions add up a little off: 0.1 + 1 would be 1.1 with a rest.
  const sum = Number((number + by).toPrecision(12));
  const stepped = Math.min(Math.max(sum, min ?? Number.NEGATIVE_INFINITY), max ?? Number.POSITIVE_INFINITY);
  if (stepped === number || (moreThan !== undefined && stepped <= moreThan)) return undefined;
  return String(stepped);
}
