/** Node-RED's typed input as a value's dialog uses it. While it is set by the program, it reports no change. */
import { createElement } from './element';
import type { InputType } from './value-types';

export interface TypedInput {
  type(): string;
  value(): string;
  setValue(value: string): void;
  /** Offers these types and shows one of them; a type with a form of its own has no value here. */
  offer(types: readonly InputType[], type: string, value: string | undefined): void;
  /** Does something without reporting the changes it causes. */
  silently(change: () => void): void;
  /** A form of ours below the box; none clears it. */
  showBelow(element?: HTMLElement): void;
  /** The problem with what is entered, below the box; empty where there is none. */
  showProblem(text: string): void;
  /** For forms of ours, whose changes the typed input does not see. */
  trigger(): void;
}

export interface TypedInputEvents {
  typeChanged(): void;
  valueChanged(): void;
}

export function createTypedInput(input: HTMLInputElement, events: TypedInputEvents): TypedInput {
  const box = $(input);
  // `typedInput` is a jQuery UI widget: its published types know only the types of Node-RED's own.
  const typed = (...args: unknown[]) => (box.typedInput as unknown as (...args: unknown[]) => string).apply(box, args);
  const below = createElement('div', 'goe-value-below');
  const problem = createElement('div', 'goe-value-problem', '', { 'aria-live': 'polite' });
  const container = () => box.next('.red-ui-typedInput-container');
  let isMade = false;
  let isSilent = false;

  const silently = (change: () => void) => {
    const before = isSilent;
    isSilent = true;
    change();
    isSilent = before;
  };
  const loudly = (report: () => void) => () => {
    if (!isSilent) report();
  };

  const make = (types: readonly InputType[], type: string) => {
    isMade = true;
    typed({ types, default: type });
    // Node-RED marks where the focus is, and misses it leaving what is not its own.
    container()
      .after(below, problem)
      .on('focusin focusout', function ({ type: event }) {
        $(this).toggleClass('red-ui-typedInput-focus', event === 'focusin');
      });
    box.on('typedinputtypechange', loudly(events.typeChanged));
    box.on('change keyup paste', loudly(events.valueChanged));
  };

  return {
    type: () => typed('type'),
    value: () => typed('value'),
    setValue: (value) => void typed('value', value),
    offer(types, type, value) {
      silently(() => {
        if (isMade) typed('types', types);
        else make(types, type);
        typed('type', type);
        if (value !== undefined) typed('value', value);
      });
    },
    silently,
    showBelow: (element) => below.replaceChildren(...(element ? [element] : [])),
    showProblem(text) {
      problem.textContent = text;
      container().toggleClass('input-error', text !== '');
    },
    trigger: () => void box.trigger('change'),
  };
}
