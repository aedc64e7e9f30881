/**
 * Types of catalogues, from their English JSON: a text that is in no catalogue does not compile. Other languages have the same
 * entries, which `npm run check` checks.
 */

/** Paths of all entries: `goe-set.label.name`, `connected`. */
export type EntryOf<Catalogue, Path extends string = ''> = {
  [Name in keyof Catalogue & string]: Catalogue[Name] extends string
    ? `${Path}${Name}`
    : EntryOf<Catalogue[Name], `${Path}${Name}.`>;
}[keyof Catalogue & string];

/** Short texts for below a node: each is an entry of its own at the top of the catalogue. */
export type StatusEntryOf<Catalogue> = {
  [Name in keyof Catalogue & string]: Catalogue[Name] extends string ? Name : never;
}[keyof Catalogue & string];
