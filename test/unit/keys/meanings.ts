/** Access to the rows in tests: every meaning of a row, and every list of options in it. */
import { type KeyRow, keys, meaningsOf, type Option } from '../../../lib/keys';

export function meanings(row: KeyRow): readonly KeyRow[] {
  return meaningsOf(row.name);
}

export function optionListsOf(row: KeyRow): (readonly Option[])[] {
  return meanings(row).flatMap((meaning) => [
    ...(meaning.options ? [meaning.options] : []),
    ...(meaning.fields ?? []).flatMap((field) => (field.options ? [field.options] : [])),
  ]);
}

/** The names of all rows for which `isWrong` is true. */
export const wrong = (isWrong: (row: KeyRow) => boolean): string[] => keys.filter(isWrong).map((row) => row.name);
