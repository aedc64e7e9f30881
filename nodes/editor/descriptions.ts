/**
 * Descriptions of the keys. They are a third of all texts, and are read in one language and beside an open dialog only: they are
 * fetched apart, and the dialogs do not wait for them.
 */
import type { Descriptions } from '../../lib/keys/all-rows';
import type { Language } from './registry';

/** Loads the descriptions, in English where the registry does not speak the language; none where they cannot be loaded. */
export async function loadDescriptions(language: Language): Promise<Descriptions> {
  const spoken = language === 'de' ? 'de' : 'en';
  try {
    return await $.getJSON(`resources/node-red-contrib-go-echarger/keys.${spoken}.json`);
  } catch {
    return {};
  }
}
