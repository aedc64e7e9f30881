/**
 * Check of the catalogues: every language has the files and entries of the English one with the same placeholders, and none of
 * them in English; forms ask for entries that are there, and no entry is left that nothing names. That code asks only for
 * entries that are there is a matter of types (`nodes/runtime/catalogue.ts`). `--check` fails where something is wrong.
 *
 * A language is a folder beside `en-US` in each `locales`. English and German texts of the keys are in the registry; other
 * languages have theirs below `keys` in `goe-editor.json`, as far as they have them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { languagesOf, nodeTypes } from './node-folders.mjs';
import { formOf } from './settings.mjs';
import { filesUnder } from './sources.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const nodes = join(root, 'nodes');
const ENGLISH = 'en-US';
const IN_REGISTRY = [ENGLISH, 'de'];
/** English texts that another language may leave as they are. */
const ALIKE = new Set(['Name', 'Broker', 'TLS', 'MQTT', 'Status', 'Details', 'Payload', 'Text', 'text', 'go-e cloud']);

const problems = [];
const languages = languagesOf(root);
const counts = new Map(languages.map((language) => [language, 0]));
const shared = sourcesIn(join(root, 'lib'), join(nodes, 'runtime'));

for (const folder of [...nodeTypes(root), 'editor']) {
  const name = folder === 'editor' ? 'goe-editor' : folder;
  const english = catalogue(folder, ENGLISH, name) ?? new Map();
  for (const language of languages) {
    const entries = language === ENGLISH ? english : catalogue(folder, language, name);
    if (entries) compare(`nodes/${folder}/locales/${language}/${name}.json`, language, english, entries);
  }
  checkUses(folder, english);
  if (folder !== 'editor') checkHelp(folder);
}
for (const language of languages) if (!IN_REGISTRY.includes(language)) checkRegistryTexts(language);

for (const problem of problems) console.error(problem);
const english = counts.get(ENGLISH);
const share = languages.map((language) => `${language} ${Math.floor((100 * counts.get(language)) / english)} %`);
console.log(`Catalogues: ${english} entries; ${share.join(', ')}; ${problems.length} problems.`);
if (process.argv.includes('--check') && problems.length > 0) process.exit(1);

function read(path) {
  if (existsSync(join(root, path))) return readFileSync(join(root, path), 'utf8');
  problems.push(`${path} is missing`);
  return undefined;
}

function catalogue(folder, language, name) {
  const path = `nodes/${folder}/locales/${language}/${name}.json`;
  const text = read(path);
  try {
    return text === undefined ? undefined : new Map(entriesOf(JSON.parse(text)));
  } catch (error) {
    problems.push(`${path} cannot be read: ${error.message}`);
    return undefined;
  }
}

/** Every entry as a path with its text, without the texts of keys. */
function entriesOf(part, path = '') {
  return Object.entries(part).flatMap(([name, value]) => {
    if (path === '' && name === 'keys') return [];
    return typeof value === 'string' ? [[path + name, value]] : entriesOf(value, `${path}${name}.`);
  });
}

function compare(file, language, english, entries) {
  for (const [entry, text] of english) {
    const own = entries.get(entry);
    if (own === undefined || own.trim() === '') problems.push(`${file}: ${entry} is missing`);
    else if (placeholders(own) !== placeholders(text)) problems.push(`${file}: ${entry} has other placeholders`);
    else if (entry === 'language' && own !== language && own !== language.split('-')[0])
      problems.push(`${file}: language is "${own}"`);
    else if (language !== ENGLISH && own === text && isWorded(text))
      problems.push(`${file}: ${entry} is still English`);
    else counts.set(language, counts.get(language) + 1);
  }
  for (const entry of entries.keys())
    if (!english.has(entry)) problems.push(`${file}: ${entry} is in no English catalogue`);
}

function placeholders(text) {
  return [...text.matchAll(/__[\w.-]+__|<\/?\w+>/g)].map(String).sort().join(' ');
}

function isWorded(text) {
  return /\p{L}{2}/u.test(text.replaceAll(/__[\w.-]+__/g, '')) && !ALIKE.has(text);
}

/** Forms name their entries with the type in front. An entry is named by its text or by the last part of its path. */
function checkUses(folder, english) {
  const form = folder === 'editor' ? '' : formOf(root, folder);
  const own = sourcesIn(join(nodes, folder)) + form;
  for (const [, attribute] of form.matchAll(/data-i18n="([^"]+)"/g))
    for (const entry of attribute.split(';').map((part) => part.replace(/^\[\w+\]/, '').trim()))
      if (!english.has(entry)) problems.push(`nodes/${folder}/form.html: ${entry} is in no catalogue`);
  for (const entry of english.keys()) {
    const name = entry.split('.').at(-1);
    // Steps of a list have numbers in the catalogue only.
    const names = [name, name.replace(/\d+$/, '')];
    if (entry !== 'language' && !names.some((each) => isNamed(each, own) || isNamed(each, shared)))
      problems.push(`nodes/${folder}: nothing names the entry ${entry}`);
  }
}

function isNamed(name, sources) {
  return new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(sources);
}

function sourcesIn(...folders) {
  const files = folders.flatMap(filesUnder).filter((file) => file.endsWith('.ts'));
  return files.map((file) => readFileSync(file, 'utf8')).join('\n');
}

/** Help has the same paragraphs, lists and examples in every language. */
function checkHelp(type) {
  const fileOf = (language) => `nodes/${type}/locales/${language}/${type}.html`;
  const english = read(fileOf(ENGLISH));
  for (const language of languages.filter((each) => each !== ENGLISH)) {
    const help = read(fileOf(language));
    if (help === undefined || english === undefined) continue;
    if (shapeOf(help) !== shapeOf(english))
      problems.push(`${fileOf(language)} is built differently from the English help`);
    if (help === english) problems.push(`${fileOf(language)} is still English`);
  }
}

function shapeOf(help) {
  return [...help.matchAll(/<(script|h3|p|dl|dt|dd|ol|ul|li|pre)[\s>]/g)].map(([, tag]) => tag).join(' ');
}

/** Texts of keys are for keys that are there. Those that are missing are English. */
function checkRegistryTexts(language) {
  const file = `nodes/editor/locales/${language}/goe-editor.json`;
  const { keys } = createRequire(import.meta.url)(join(root, 'dist', 'lib', 'keys'));
  const possible = new Set(keys.flatMap(registryEntries));
  const all = JSON.parse(read(file) ?? '{}').keys ?? {};
  const given = entriesOf({ all }).map(([entry]) => entry.slice('all.'.length));
  for (const entry of given)
    if (!possible.has(entry)) problems.push(`${file}: keys.${entry} is nothing the registry has`);
  console.log(`Keys in ${language}: ${given.length} of ${possible.size} texts.`);
}

function registryEntries({ name, caution, versions = [], ...row }) {
  const meanings = [row, ...versions];
  const options = (of) => (of.options ?? []).map(({ value }) => `options.${value}`);
  const own = ['title', 'about', ...(caution ? ['caution'] : []), ...meanings.flatMap(options)];
  const fields = meanings.flatMap(({ fields = [] }) => fields);
  const ofFields = fields.flatMap((field) => ['title', ...options(field)].map((entry) => `${field.name}.${entry}`));
  return [...own, ...ofFields].map((entry) => `${name}.${entry}`);
}
