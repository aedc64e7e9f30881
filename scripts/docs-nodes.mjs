/**
 * Pages of the nodes: docs/nodes/<type>.md and, for every other language, docs/<language>/nodes/<type>.md, made of the node's help,
 * its settings table or the properties of its definition with the texts of its dialog, and its picture. `--check` writes nothing
 * and fails when a page is not what the sources say.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import esbuild from 'esbuild';
import { markdownOf } from './docs-nodes/markdown.mjs';
import { settingsTable } from './docs-nodes/settings-table.mjs';
import { languagesOf, nodeTypes } from './node-folders.mjs';
import { settingsOf, withSettings } from './settings.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const types = nodeTypes(root);
const ENGLISH = 'en-US';
const languages = languagesOf(root);

/** Texts of the pages themselves; in English where a language has none here. */
const TEXTS = {
  [ENGLISH]: {
    settings: 'Settings',
    columns: ['in the dialog', 'property', 'default', 'values'],
    credential: 'credential',
    dialog: (title) => `The dialog of ${title}`,
    more: (path) => `[All nodes and how to start](${path}README.md) · [All keys](${path}docs/keys.md)`,
    generated: 'Generated from the help and the dialog of the node by `npm run docs`; do not edit by hand.',
    no: 'no',
    nothing: 'nothing',
  },
  de: {
    settings: 'Einstellungen',
    columns: ['im Dialog', 'Eigenschaft', 'Standard', 'Werte'],
    credential: 'Zugangsdaten',
    dialog: (title) => `Der Dialog von ${title}`,
    more: (path) =>
      `[Alle Nodes und erste Schritte](${path}README.md) · [Alle Schlüssel](${path}docs/keys.md) (englisch)`,
    generated: 'Erzeugt aus Hilfe und Dialog des Nodes mit `npm run docs`; nicht von Hand ändern.',
    no: 'nein',
    nothing: 'nichts',
  },
};

for (const language of languages)
  if (!TEXTS[language]) console.log(`${language}: the words of the pages are English (scripts/docs-nodes.mjs)`);

let stale = 0;
for (const type of types) {
  const definition = await definitionOf(type);
  for (const language of languages) keep(fileOf(type, language), page(type, language, definition));
}
keep(join(root, 'README.md'), readme());
if (stale > 0) {
  console.error('Run: npm run docs');
  process.exit(1);
}

function fileOf(type, language) {
  return join(root, 'docs', ...(language === ENGLISH ? [] : [language]), 'nodes', `${type}.md`);
}

function keep(file, text) {
  const name = relative(root, file).replaceAll('\\', '/');
  if (process.argv.includes('--check')) {
    if (existsSync(file) && readFileSync(file, 'utf8').replaceAll('\r\n', '\n') === text) return;
    console.error(`${name} is not what the node says.`);
    stale += 1;
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(name);
}

function page(type, language, definition) {
  const own = TEXTS[language] ?? TEXTS[ENGLISH];
  const up = language === ENGLISH ? '../../' : '../../../';
  const locales = join(root, 'nodes', type, 'locales', language);
  const settings = settingsOf(root, type);
  const texts = JSON.parse(readFileSync(join(locales, `${type}.json`), 'utf8'))[type];
  const help = markdownOf(withSettings(readFileSync(join(locales, `${type}.html`), 'utf8'), settings, texts, type));
  const [summary, ...rest] = help.split('\n\n');
  const title = definition.paletteLabel.replaceAll('\u2011', '-');
  const pictures = [`docs/images/${language}/${type}.png`, `docs/images/${type}.png`];
  const picture = pictures.find((each) => existsSync(join(root, each))) ?? pictures[1];
  return `# ${title} (\`${type}\`)

<!-- ${own.generated} -->

${summary}

![${own.dialog(title)}](${up}${picture})

${rest.join('\n\n')}

## ${own.settings}

${settings.length > 0 ? settingsTable(settings, texts, language) : table(definition, texts, own)}

${own.more(up)}
`;
}

/** README with the tables of those nodes whose settings are a table, between `<!-- settings of <type> -->` and `<!-- /settings -->`. */
function readme() {
  const text = readFileSync(join(root, 'README.md'), 'utf8').replaceAll('\r\n', '\n');
  return text.replace(/(<!-- settings of ([\w-]+) -->\n)[\s\S]*?(<!-- \/settings -->)/g, (_all, begin, type, end) => {
    const file = join(root, 'nodes', type, 'locales', ENGLISH, `${type}.json`);
    const texts = JSON.parse(readFileSync(file, 'utf8'))[type];
    return `${begin}${settingsTable(settingsOf(root, type), texts, ENGLISH)}\n${end}`;
  });
}

function table({ defaults, credentials = {} }, texts, own) {
  const rows = Object.entries(defaults).map(([name, { value }]) => row(name, usual(value, texts[name], own)));
  for (const name of Object.keys(credentials)) rows.push(row(name, '', own.credential));

  function row(name, usually, note) {
    const label = texts.label[name];
    if (label === undefined) return undefined;
    const values = choices(texts[name], defaults[name]?.value);
    return `| ${[label, `\`${name}\``, usually, note ?? values].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  }

  const head = `| ${own.columns.join(' | ')} |\n|---|---|---|---|`;
  return [head, ...rows.filter(Boolean)].join('\n');
}

/** A property whose usual value has an entry of its own is one of those entries. */
function choices(texts, usual) {
  if (typeof texts !== 'object' || !Object.hasOwn(texts, usual)) return '';
  return Object.entries(texts)
    .map(([value, text]) => `\`${value}\` ${text}`)
    .join('<br>');
}

function usual(value, texts, own) {
  if (value === false) return own.no;
  if (Array.isArray(value)) return own.nothing;
  if (typeof texts === 'object' && Object.hasOwn(texts, value)) return `\`${value}\``;
  return /^-?\d+$/.test(value) ? value : '';
}

/** The definition a node registers in the editor. */
async function definitionOf(type) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(root, 'nodes', type, 'editor.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'warning',
  });
  let found;
  const RED = { nodes: { registerType: (_type, definition) => (found = definition) } };
  vm.runInNewContext(outputFiles[0].text, { RED });
  return found;
}
