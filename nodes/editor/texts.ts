/** Texts of the plugin's own catalogue. */
import type { EntryOf } from '../runtime/catalogue';
import type catalogue from './locales/en-US/goe-editor.json';

export type Entry = EntryOf<typeof catalogue>;
export type Texts = (entry: Entry, values?: Record<string, unknown>) => string;
