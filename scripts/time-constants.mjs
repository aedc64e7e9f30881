/**
 * The table of time constants in docs/contributing.md: every constant of lib/ and nodes/ that is a time, with its value, its
 * meaning and its source. A time is a constant in capitals whose name ends in `_MS` or `_S`, or that holds such values. Its
 * comment says what it is, and names the source in brackets at its end. `--check` writes nothing and fails when a time has no
 * comment or no source, or when the page is old.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesUnder } from './sources.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = join(root, 'docs', 'contributing.md');
const [BEGIN, END] = ['<!-- time constants -->', '<!-- /time constants -->'];

/** A comment, if there is one, and the constant behind it, up to the semicolon that ends its line. */
const CONSTANT =
  /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?(?:^|\n)[ \t]*(?:export )?const ([A-Z][A-Z\d_]*)\b[^=\n]*= ((?:[^;]|;(?!\n))+);\n/g;
/** Times inside an object: `firstMs: 2000`. */
const TIMES_INSIDE = /\b\w+(?:Ms|S): -?[\d_]/;
const SOURCE = /\[([^\]]+)\]\.?\s*$/;

const problems = [];
const times = ['lib', 'nodes'].flatMap((folder) => filesUnder(join(root, folder))).flatMap(timesIn);
const table = [
  '| constant | value | meaning | source | file |',
  '|---|---|---|---|---|',
  ...times.map(
    ({ name, value, meaning, source, file }) =>
      `| \`${name}\` | ${value} | ${meaning} | ${source} | [${file.split('/').at(-1)}](../${file}) |`,
  ),
].join('\n');

const text = readFileSync(page, 'utf8').replaceAll('\r\n', '\n');
const [before, rest] = text.split(BEGIN);
const after = rest?.split(END)[1];
if (after === undefined) problems.push(`docs/contributing.md has no place for the table: ${BEGIN} … ${END}`);
const expected = `${before}${BEGIN}\n${table}\n${END}${after}`;

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else if (!process.argv.includes('--check')) {
  writeFileSync(page, expected);
  console.log(`docs/contributing.md: ${times.length} time constants`);
} else if (text !== expected) {
  console.error('The table of time constants in docs/contributing.md is old. Run: npm run docs');
  process.exitCode = 1;
}

function timesIn(path) {
  if (!path.endsWith('.ts')) return [];
  const file = relative(root, path).replaceAll('\\', '/');
  const found = readFileSync(path, 'utf8').replaceAll('\r\n', '\n').matchAll(CONSTANT);
  return [...found].flatMap(([, comment, name, initializer]) => {
    if (!/_(MS|S)$/.test(name) && !TIMES_INSIDE.test(initializer)) return [];
    if (initializer.includes('=>')) return [];
    const sentence =
      comment
        ?.replace(/\n\s*\*/g, ' ')
        .replace(/\s+/g, ' ')
        .trim() ?? '';
    const source = SOURCE.exec(sentence)?.[1];
    if (!source) problems.push(`${file}: ${name} needs a comment that ends with its source in brackets`);
    return [
      { name, value: writtenValue(initializer), meaning: cell(sentence.replace(SOURCE, '').trim()), source, file },
    ];
  });
}

/** A number of milliseconds or seconds as it is written; of an object the times inside it. */
function writtenValue(initializer) {
  const short = initializer
    .replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return cell(`\`${short.length > 90 ? `${short.slice(0, 88)} …` : short}\``);
}

function cell(content) {
  return content.replaceAll('|', '\\|');
}
