/** Types of the texts of `goe-charger`, from its English catalogue. */
import type { EntryOf } from '../runtime/catalogue';
import type catalogue from './locales/en-US/goe-charger.json';

/** Entries of the dialog, without the type in front. */
export type Entry = EntryOf<(typeof catalogue)['goe-charger']>;
export type Text = (entry: Entry, values?: Record<string, unknown>) => string;
