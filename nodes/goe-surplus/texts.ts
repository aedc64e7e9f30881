/** Types of the texts of `goe-surplus`, from its English catalogue. */
import type { EntryOf, StatusEntryOf } from '../runtime/catalogue';
import type catalogue from './locales/en-US/goe-surplus.json';

export type Catalogue = typeof catalogue;
export type Entry = EntryOf<Catalogue>;
export type StatusEntry = StatusEntryOf<Catalogue>;
