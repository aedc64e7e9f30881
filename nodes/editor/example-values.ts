/**
 * Values for the example messages of a dialog: those that the chosen charger reports now, and made-up ones where it reports none.
 * A node's dialog makes its examples of them with the functions that make its real messages.
 */
import type { Identity, Json } from '../../lib/charger/charger.types';
import { keyOf, labelOf, rowOf } from '../../lib/keys';
import type { Translations } from '../runtime/translations';
import { createValueLabels, type LabelsOf } from '../runtime/value-labels';
import { beforeOf, exampleOf } from './example-value';
import type { LiveValues } from './live';

export interface ExampleMessage {
  /** Number of the output, counted from 1. */
  output: number;
  /** The name or the happening it is about; empty where there is only one message. */
  topic: string;
  message: Record<string, unknown>;
  /** The payload goes on: everything is more than one wants to read. */
  isCut: boolean;
  /** Nothing in it comes from a charger. */
  isMadeUp: boolean;
}

export interface ExampleValues {
  valueOf(name: string): Json;
  /** A value the name could have had before; undefined where there is none. */
  valueBefore(name: string, value: Json): Json | undefined;
  /** The charger does not report it, or it can only be written. */
  isMissing(name: string): boolean;
  /** No value of these names comes from a charger. */
  isMadeUp(names: readonly string[]): boolean;
  /** Some names, for an example of everything. */
  someNames(): string[];
  /** The options of a key with their English labels, as a happening has them. */
  optionsOf(key: string): readonly { value: Json; name: string; label: string | undefined }[];
  /** Time when the values arrived, or now. */
  time: number;
  /** Undefined where the charger has not reported its identity. */
  identity: Identity | undefined;
  /** Its value in example messages. */
  madeUpIdentity: Identity;
  isOffline: boolean;
  labelsOf: LabelsOf;
  titleOf(name: string): string;
}

export interface ExampleSource {
  live: Pick<LiveValues, 'get' | 'availability' | 'firmware' | 'identity' | 'time' | 'unsupported'>;
  /** For where no charger is deployed. */
  identity: Identity;
  translations: Translations;
  /** Keys that most flows are about. */
  often: readonly string[];
}

/** Most names in an example of everything. */
const MOST_OF_EVERYTHING = 8;

export function exampleValues({ live, identity, translations, often }: ExampleSource): ExampleValues {
  const { firmware } = live;
  return {
    valueOf(name) {
      const value = live.get(name);
      return value === undefined ? (exampleOf(name, firmware) ?? null) : value;
    },
    valueBefore: (name, value) => beforeOf(name, value, firmware),
    isMissing(name) {
      const key = keyOf(name);
      return live.get(name) === undefined && (live.unsupported.has(key) || rowOf(key, firmware)?.access === 'w');
    },
    isMadeUp: (names) => names.every((name) => live.get(name) === undefined),
    someNames() {
      const keys = often.filter((name) => name === keyOf(name));
      const known = keys.filter((name) => live.get(name) !== undefined);
      return (known.length > 0 ? known : keys).slice(0, MOST_OF_EVERYTHING);
    },
    optionsOf: (key) =>
      (rowOf(key, firmware)?.options ?? []).map(({ value, name }) => ({
        value,
        name,
        label: labelOf(key, value, 'en', firmware),
      })),
    time: live.time ?? Date.now(),
    identity: live.identity,
    madeUpIdentity: identity,
    isOffline: live.availability?.state === 'offline',
    labelsOf: createValueLabels(translations, () => firmware),
    titleOf: (name) => translations.title(name, firmware),
  };
}
