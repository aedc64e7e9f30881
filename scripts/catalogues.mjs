/**
 * Looks through the catalogues: every language has every file and every entry with the same placeholders, everything the
 * sources ask for is there, nothing is there that they do not ask for, and nothing is left in English. `--check` fails where
 * something is wrong; without it only the numbers are told.
 *
 * A language is a folder beside `en-US` in each `locales`; nothing else knows which there are. English and German texts of
 * the keys are in the registry; other languages put theirs below `keys` in `goe-editor.json`, as far as they have them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { statusesIn, usesIn } from './catalogues/uses.mjs';
import { filesUnder } from './sources.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const nodes = join(root, 'nodes');
const ENGLISH = 'en-US';
const IN_REGISTRY = [ENGLISH, 'de'];

/** English texts that another language may leave as they are. */
const ALIKE = new Set(['Name', 'Broker', 'TLS', 'MQTT', 'Status', 'Details', 'Payload', 'Text', 'text', 'go-e cloud']);

const problems = [];
const folders = readdirSync(nodes).filter((folder) => existsSync(join(nodes, folder, 'locales')));
const languages = [...new Set(folders.flatMap((folder) => readdirSync(join(nodes, folder, 'locales'))))].sort();
const counts = new Map(languages.map((language) => [language, 0]));

for (const folder of folders) checkFolder(folder);
for (const language of languages) if (!IN_REGISTRY.includes(language)) checkRegistryTexts(language);

for (const problem of problems) console.error(problem);
const english = counts.get(ENGLISH);
const share = languages.map((language) => `${language} ${Math.floor((100 * counts.get(language)) / english)} %`);
console.log(`Catalogues: ${english} entries; ${share.join(', ')}; ${problems.length} problems.`);
if (process.argv.includes('--check') && problems.length > 0) process.exit(1);

function checkFolder(folder) {
  const file = folder === 'editor' ? 'goe-editor' : folder;
  const catalogues = new Map();
  for (const language of languages) {
    const entries = read(folder, language, `${file}.json`);
    if (entries) catalogues.set(language, entries);
  }
  const source = catalogues.get(ENGLISH) ?? new Map();
  for (const [language, entries] of catalogues) compare(`${folder} ${language}`, language, source, entries);
  checkUses(folder, source);
  if (folder !== 'editor') checkHelp(folder, `${file}.html`);
}

function read(folder, language, file) {
  const path = join(nodes, folder, 'locales', language, file);
  if (!existsSync(path)) {
    problems.push(`nodes/${folder}/locales/${language}/${file} is missing`);
    return undefined;
  }
  if (!file.endsWith('.json')) return readFileSync(path, 'utf8');
  try {
    return new Map(entriesOf(JSON.parse(readFileSync(path, 'utf8'))));
  } catch (error) {
    problems.push(`nodes/${folder}/locales/${language}/${file} cannot be read: ${error.message}`);
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

function compare(where, language, source, entries) {
  for (const [path, text] of source) {
    const own = entries.get(path);
    if (own === undefined || own.trim() === '') problems.push(`${where}: ${path} is missing`);
    else if (placeholders(own) !== placeholders(text)) problems.push(`${where}: ${path} has other placeholders`);
    else if (path === 'language') {
      if (own !== language && own !== language.split('-')[0]) problems.push(`${where}: language is "${own}"`);
    } else if (
      language !== ENGLISH &&
      own === text &&
      /\p{L}{2}/u.test(text.replaceAll(/__\w+__/g, '')) &&
      !ALIKE.has(text)
    )
      problems.push(`${where}: ${path} is still English`);
    else counts.set(language, counts.get(language) + 1);
  }
  for (const path of entries.keys())
    if (!source.has(path)) problems.push(`${where}: ${path} is in no English catalogue`);
}

function placeholders(text) {
  return [...text.matchAll(/__[\w.-]+__|<\/?\w+>/g)].map(String).sort().join(' ');
}

/** Entries are asked for with and without the type in front. */
function checkUses(folder, source) {
  const own = filesUnder(join(nodes, folder)).filter((file) => !file.includes('locales') && /\.(ts|html)$/.test(file));
  const runtime = folder === 'editor' ? [] : filesUnder(join(nodes, 'runtime'));
  const words = [...filesUnder(join(root, 'lib')), ...filesUnder(nodes).filter((file) => file.endsWith('.ts'))];
  const happenings = join(root, 'lib', 'charger', 'charger.types.ts');
  const { uses, asked } = usesIn([...own, ...runtime, ...(folder === 'goe-event' ? [happenings] : [])], words);
  const bare = (path) => (path.startsWith(`${folder}.`) ? path.slice(folder.length + 1) : path);
  for (const path of source.keys())
    if (path !== 'language' && !uses(path) && !uses(bare(path))) problems.push(`${folder}: ${path} is not used`);

  const paths = [...source.keys()].flatMap((path) => [path, bare(path)]);
  for (const entry of asked)
    if (!paths.some((path) => (entry instanceof RegExp ? entry.test(path) : entry === path)))
      problems.push(`${folder}: ${entry} is asked for and missing`);

  if (runtime.length === 0 || folder === 'goe-charger') return;
  const ownRuntime = own.filter((file) => file.endsWith('.ts') && !file.includes('editor'));
  const shared = runtime.filter((file) => {
    // Nothing fails in a node that takes no messages; only goe-status takes names from them.
    if (file.endsWith('failure.ts')) return ownRuntime.some((each) => readFileSync(each, 'utf8').includes('attempt('));
    return !file.endsWith('names.ts') || ownRuntime.some((each) => readFileSync(each, 'utf8').includes('namesFrom('));
  });
  for (const status of statusesIn([...ownRuntime, ...shared]))
    if (!source.has(status)) problems.push(`${folder}: the status "${status}" is missing`);
}

/** Help has the same paragraphs, lists and examples in every language. */
function checkHelp(folder, file) {
  const shape = (help) =>
    [...help.matchAll(/<(script|h3|p|dl|dt|dd|ol|ul|li|pre)[\s>]/g)].map(([, tag]) => tag).join(' ');
  const source = read(folder, ENGLISH, file);
  for (const language of languages) {
    const help = read(folder, language, file);
    if (help === undefined || source === undefined) continue;
    if (shape(help) !== shape(source))
      problems.push(`${folder} ${language}: the help is built differently from the English`);
    if (language !== ENGLISH && help === source) problems.push(`${folder} ${language}: the help is still English`);
  }
}

/** Texts of keys in a language the registry does not speak: for keys that are there. Those that are missing are English. */
function checkRegistryTexts(language) {
  const path = join(nodes, 'editor', 'locales', language, 'goe-editor.json');
  if (!existsSync(path)) return;
  const { keys } = createRequire(import.meta.url)(join(root, 'dist', 'lib', 'keys'));
  const possible = new Set(keys.flatMap(registryEntries));
  const given = entriesOf({ all: JSON.parse(readFileSync(path, 'utf8')).keys ?? {} }).map(([entry]) => entry.slice(4));
  for (const entry of given)
    if (!possible.has(entry)) problems.push(`editor ${language}: keys.${entry} is nothing the registry has`);
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
