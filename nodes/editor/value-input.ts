/** Value of a `goe-set` row: a typed input whose types, and the forms they are entered with, depend on the key. */
import type { Json } from '../../lib/json';
import { MASK } from '../../lib/keys/redact';
import { checkChoice, isSource, problemOfValue, type ValueRow } from './check-value';
import type { Choice, Language } from './registry';
import type { Texts } from './texts';
import { createTypedInput } from './typed-input';
import type { ValueField, ValueInput } from './value-field';
import { type Entered, enteredOf, enteredValue, kindsOf, savedOf, startValue } from './value-kind';
import { inputType, makeFieldOf } from './value-types';

export interface ValueInputContext {
  choiceOf(name: string): Choice | undefined;
  texts: Texts;
  language: Language;
}

/** State of the input: the key, and what is entered for it. */
interface State {
  key: string | undefined;
  choice: Choice | undefined;
  /** Text by type, so that nothing is lost when another type is looked at. */
  values: Map<string, string>;
  /** The form that takes the place of the text box. */
  field: ValueField | undefined;
  /** The type before it was changed. */
  kindBefore: string;
  /** Just chosen and still empty: not wrong yet. */
  isFresh: boolean;
}

export function valueInput(
  input: HTMLInputElement,
  row: ValueRow,
  { choiceOf, texts, language }: ValueInputContext,
): ValueInput {
  const label = input.getAttribute('aria-label') ?? texts('value.value');
  const state: State = {
    key: undefined,
    choice: undefined,
    values: new Map(),
    field: undefined,
    kindBefore: '',
    isFresh: false,
  };
  const typed = createTypedInput(input, {
    typeChanged() {
      typed.silently(changeType);
      state.isFresh = entered().value === '';
      check();
    },
    valueChanged() {
      if (entered().value !== '') state.isFresh = false;
      check();
    },
  });
  const entered = (): Entered => ({ kind: typed.type(), value: state.field ? state.field.value() : typed.value() });

  /** Keeps what is entered, and shows what is wrong with it. */
  const check = () => {
    const { choice, values, isFresh } = state;
    const now = entered();
    values.set(now.kind, now.value);
    typed.showProblem(choice?.writable && !isFresh ? problemOfEntered(now, choice, texts, language) : '');
  };

  const showField = (kind: string, container: JQuery) => {
    typed.showBelow();
    const { choice } = state;
    const make = makeFieldOf(kind, choice);
    if (!choice || !make) return;
    const changed = () => {
      state.isFresh = false;
      check();
    };
    const value = state.values.get(kind) ?? startValue(choice, kind);
    state.field = make(value, { choice, label, texts, language, changed });
    container.empty().append(state.field.element);
    typed.showBelow(state.field.below);
  };

  const changeType = () => {
    const kind = typed.type();
    const { choice, values, kindBefore } = state;
    if (!makeFieldOf(kind, choice)) {
      state.field = undefined;
      typed.showBelow();
      // Between sources the name of what they hold goes along, as in every typed input.
      if (!isSource(kind) || !isSource(kindBefore)) typed.setValue(values.get(kind) ?? startValue(choice, kind));
    }
    state.kindBefore = kind;
  };

  const show = ({ kind, value }: Entered) => {
    const { choice, values } = state;
    const kinds = kindsOf(choice);
    // A row imported with a type that is not on offer keeps it.
    if (!kinds.includes(kind)) kinds.push(kind);
    values.set(kind, value);
    state.field = undefined;
    state.kindBefore = kind;
    typed.showBelow();
    const types = kinds.map((each) => inputType(each, values.get(each), { choice, texts, language, showField }));
    typed.offer(types, kind, makeFieldOf(kind, choice) ? undefined : value);
  };

  const fit = (key: string) => {
    if (key === state.key) return;
    const isFirst = state.key === undefined;
    const before = isFirst ? undefined : entered();
    state.choice = choiceOf(key);
    state.values.clear();
    if (isFirst) show(enteredOf(state.choice, row.value, row.type));
    else show(before && isSource(before.kind) ? before : enteredOf(state.choice, '', ''));
    state.isFresh = isFirst ? row.value === '' : true;
    state.key = key;
    check();
  };
  fit(row.key);

  return {
    fit,
    row: () => savedOf(entered()),
    takes: (value) => enterable(value, state.choice) !== undefined,
    take(value) {
      const next = enterable(value, state.choice);
      if (!next) return;
      show(next);
      state.isFresh = false;
      check();
      typed.trigger();
    },
  };
}

function problemOfEntered(entered: Entered, choice: Choice, texts: Texts, language: Language): string {
  if (entered.kind === 'schedule' && entered.value === '') return texts('value.schedule.half');
  const { value, type } = savedOf(entered);
  return problemOfValue(choice, value, type, texts, language) ?? '';
}

/** @returns how a value that the charger shows is entered; undefined where it cannot be written, or a part of it is masked */
function enterable(value: Json, choice: Choice | undefined): Entered | undefined {
  if (!choice || JSON.stringify(value).includes(MASK)) return undefined;
  return 'value' in checkChoice(choice, value) ? enteredValue(choice, value) : undefined;
}
