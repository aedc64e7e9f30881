/** Payload of a `goe-status`. Its dialog makes its example with this too, and has the registry elsewhere: nothing here asks it. */
import type { Json, Known } from '../../lib/charger/charger.types';
import { copyOf } from '../runtime/copy';
import { MessageError } from '../runtime/failure';
import type { LabelsOf } from '../runtime/value-labels';
import type { StatusRead } from './read';
import type { StatusEntry } from './texts';

/** A mistake in a message to a goe-status. */
export const StatusError = MessageError<StatusEntry>;

export type Output = 'values' | 'value' | 'details';

/** One name in an answer with details. */
export interface Detail {
  value: Json;
  label?: string;
  unit?: string;
  title: string;
  time: number;
  stale?: true;
}

/** Texts of names and values, for details. */
export interface DetailTexts {
  labelsOf: LabelsOf;
  titleOf(name: string): string;
}

/** @throws MessageError where a single value is wanted and is not there */
export function payloadOf(result: StatusRead, names: readonly string[], output: Output, texts: DetailTexts): unknown {
  switch (output) {
    case 'value': {
      const [first] = names;
      if (first === undefined)
        throw new StatusError('no key chosen', 'A single value needs a key: choose one, or set msg.keys');
      const known = result.known.get(first);
      if (!known)
        throw new StatusError('key not there', `This charger does not have ${first}: choose a key that it reports`);
      return copyOf(known.value);
    }
    case 'details':
      return Object.fromEntries([...result.known].map(([name, known]) => [name, detail(name, known, texts)]));
    case 'values':
      return Object.fromEntries([...result.known].map(([name, known]) => [name, copyOf(known.value)]));
  }
}

function detail(name: string, known: Known, { labelsOf, titleOf }: DetailTexts): Detail {
  const { unit, label: labelOf } = labelsOf(name);
  const label = labelOf(known.value);
  return {
    value: copyOf(known.value),
    ...(label !== undefined && { label }),
    ...(unit !== undefined && { unit }),
    title: titleOf(name),
    time: known.time,
    ...(known.stale && { stale: true }),
  };
}
