/**
 * What each key means, in a sentence or two. It is a third of all the texts, and is read in one language and beside an open
 * dialog only: so it is fetched by itself, and the dialogs do not wait for it.
 */
import type { Descriptions } from '../../lib/keys/all-rows';
import type { Language } from './registry';

/** Of English where the registry does not speak the language; none where they cannot be had, which dialogs can do without. */
export async function loadDescriptions(language: Language): Promise<Descriptions> {
  const spoken = language === 'de' ? 'de' : 'en';
  try {
    return await $.getJSON(`resources/node-red-contrib-go-echarger/keys.${spoken}.json`);
  } catch {
    return {};
  }
}
