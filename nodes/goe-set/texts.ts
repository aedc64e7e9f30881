/** Types of the texts of `goe-set`, from its English catalogue. */
import type { EntryOf, StatusEntryOf } from '../runtime/catalogue';
import type catalogue from './locales/en-US/goe-set.json';

export type Catalogue = typeof catalogue;
export type Entry = EntryOf<Catalogue>;
export type StatusEntry = StatusEntryOf<Catalogue>;
