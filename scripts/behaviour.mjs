/**
 * Generator of docs/behaviour.md: what real chargers, homes and networks do, who reported it, and what this package does about it,
 * from the entries in `test/field`. `--check` writes nothing and fails when the page is not what the tests say.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const folder = join(root, 'dist', 'test', 'field');
const file = join(root, 'docs', 'behaviour.md');

const quirks = entriesOf(readdirSync(folder).filter((name) => name.endsWith('.test.js')));
const { TOPICS } = require(join(root, 'dist', 'test', 'support', 'quirk.js'));

const page = `# How real chargers behave

What chargers, homes and networks do beyond the vendor's documents, who reported it, and what this package does about it. Generated
from the entries in \`test/field\` by \`npm run docs\`; do not edit by hand. A test, named in the last column, checks each line.
To report another one, open an issue; to add it, write one more entry with its test (\`test/support/quirk.ts\`). ${quirks.length} lines.
"Tried against 0.3.0" stands for odd servers, brokers and messages that were tried with that version; "our choice" for what has not
been reported yet.

${TOPICS.map(section).filter(Boolean).join('\n')}`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, page);
  console.log(`docs/behaviour.md: ${quirks.length} lines`);
} else if (!existsSync(file) || readFileSync(file, 'utf8').replaceAll('\r\n', '\n') !== page) {
  console.error('docs/behaviour.md is not what the tests say. Run: npm run docs');
  process.exit(1);
}
// Modules of the tests may keep the process alive.
process.exit(0);

/** Loads the tests without running any: a `describe` runs its body, which names the entries, and all else does nothing. */
function entriesOf(names) {
  const nothing = Object.assign(() => {}, { skip() {}, only() {}, timeout() {} });
  const suite = { timeout() {}, retries() {}, slow() {} };
  for (const name of ['it', 'before', 'after', 'beforeEach', 'afterEach']) globalThis[name] = nothing;
  globalThis.describe = (_title, body) => body.call(suite);
  for (const name of names.sort()) require(join(folder, name));
  return require(join(root, 'dist', 'test', 'support', 'quirk.js')).quirks;
}

function section(topic) {
  const lines = quirks.filter((each) => each.topic === topic).map(line);
  if (lines.length === 0) return '';
  return `## ${topic}\n\n| seen | by | this package | test |\n|---|---|---|---|\n${lines.join('\n')}\n`;
}

function line({ seen, sources, here, file: test }) {
  return `| ${[cell(seen), sources.map(cell).join(', '), cell(here), `[${test.replace('.test.ts', '')}](../test/field/${test})`].join(' | ')} |`;
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
