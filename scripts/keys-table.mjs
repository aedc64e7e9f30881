/**
 * Generator of docs/keys.md: every key of the registry, in one table for each group. With `--check` it writes nothing and fails
 * when the page is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { keys } = createRequire(import.meta.url)(join(root, 'dist', 'lib', 'keys'));
const file = join(root, 'docs', 'keys.md');

const GROUPS = {
  charging: 'Charging',
  energy: 'Energy and power',
  car: 'Car',
  limits: 'Limits of the installation',
  solar: 'Solar surplus and prices',
  cards: 'Cards and access',
  network: 'Network',
  device: 'Device',
  diagnostics: 'Diagnostics',
};
const ACCESS = { r: 'read', w: 'write', rw: 'read, write' };

const table = `# Keys

Generated from the registry (\`lib/keys/rows\`) by \`npm run docs\`; do not edit by hand. ${keys.length} keys.

A field of a key is used like a key: \`nrg.powerTotal\`. Keys marked ⚠ are only written when the charger's node allows it.
Keys marked 🔒 hold secrets; their values are masked. "From 055" means that the line above it held for older firmware.

${Object.entries(GROUPS).map(section).join('\n')}`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, table);
  console.log(`docs/keys.md: ${keys.length} keys`);
} else if (!existsSync(file) || readFileSync(file, 'utf8').replaceAll('\r\n', '\n') !== table) {
  console.error('docs/keys.md is out of date. Run: npm run docs');
  process.exit(1);
}

function section([group, heading]) {
  const rows = keys.filter((row) => row.group === group);
  if (rows.length === 0) return '';
  const lines = [...rows].sort((a, b) => (a.name < b.name ? -1 : 1)).map(line);
  return `## ${heading}\n\n| key | access | type | unit | title | values and fields | firmware |\n|---|---|---|---|---|---|---|\n${lines.join('\n')}\n`;
}

function line(row) {
  const marks = `${row.caution ? ' ⚠' : ''}${row.secret ? ' 🔒' : ''}`;
  const later = (row.versions ?? []).map((version) => `From ${version.since}: ${laterFacts(version)}`);
  return `| ${[
    `\`${row.name}\`${marks}`,
    ACCESS[row.access],
    typeOf(row),
    row.unit ?? '',
    `${cell(row.title.en)}${row.caution ? `<br>⚠ ${cell(row.caution.en)}` : ''}`,
    [limits(row.limits), options(row.options), fields(row.fields), ...later].filter(Boolean).join('<br>'),
    firmware(row),
  ].join(' | ')} |`;
}

function laterFacts(version) {
  return [
    version.access && ACCESS[version.access],
    (version.type || version.nullable !== undefined) && typeOf(version),
    version.unit,
    limits(version.limits),
    options(version.options),
    fields(version.fields),
  ]
    .filter(Boolean)
    .join(', ');
}

function typeOf({ type, nullable }) {
  return [type, nullable && 'null'].filter(Boolean).join(' or ');
}

function limits(limits) {
  if (!limits) return '';
  const { min, max, minLength, maxLength, format } = limits;
  return [
    min !== undefined && max !== undefined && `${min} to ${max}`,
    min !== undefined && max === undefined && `at least ${min}`,
    min === undefined && max !== undefined && `at most ${max}`,
    maxLength !== undefined && `${minLength === undefined ? 'at most' : `${minLength} to`} ${maxLength} characters`,
    format === 'color' && '`#RRGGBB`',
    format === 'url' && 'URL',
    format === 'time' && 'time of day',
  ]
    .filter(Boolean)
    .join(', ');
}

function options(options) {
  return options?.map(({ value, label }) => `${value} ${cell(label.en)}`).join(', ') ?? '';
}

function fields(fields) {
  return fields?.map(({ name, unit }) => `\`${name}\`${unit ? ` (${unit})` : ''}`).join(', ') ?? '';
}

function firmware({ since, until }) {
  return [since && `from ${since}`, until && `to ${until}`].filter(Boolean).join(' ');
}

/** Escapes what would end a cell or become markup. */
function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
