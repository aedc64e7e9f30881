/** The words of a language, from the catalogue of goe-status as Node-RED would give them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslations, type Translations } from '../../../nodes/runtime/translations';

const LOCALES = join(__dirname, '..', '..', '..', 'nodes', 'goe-status', 'locales');

/** @param more texts of catalogues beside it, by their whole path */
export function translations(language: string, more: Record<string, string> = {}): Translations {
  const catalogue = JSON.parse(readFileSync(join(LOCALES, language, 'goe-status.json'), 'utf8'));
  const texts = new Map<string, unknown>(Object.entries({ ...catalogue, ...more }));
  return createTranslations((text) => String(texts.get(text) ?? text.slice(text.indexOf(':') + 1)));
}
