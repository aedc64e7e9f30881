/**
 * The diagram of a write's states in docs/contributing.md, from the table of transitions in lib/charger/write-request.ts. It
 * reads the built table. `--check` writes nothing and fails when the page is old; `--print` prints the diagram.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = join(root, 'docs', 'contributing.md');
const [BEGIN, END] = ['<!-- write states -->', '<!-- /write states -->'];
const { TRANSITIONS } = createRequire(import.meta.url)(join(root, 'dist', 'lib', 'charger', 'write-request.js'));

const steps = Object.entries(TRANSITIONS).flatMap(([from, targets]) => {
  const reasons = Object.entries(targets);
  return reasons.length > 0 ? reasons.map(([to, why]) => `${from} --> ${to}: ${why}`) : [`${from} --> [*]`];
});
const diagram = [
  '```mermaid',
  'stateDiagram-v2',
  ...['[*] --> waiting', ...steps].map((line) => `  ${line}`),
  '```',
].join('\n');

const text = readFileSync(page, 'utf8').replaceAll('\r\n', '\n');
const [before, rest] = text.split(BEGIN);
const after = rest?.split(END)[1];
const expected = `${before}${BEGIN}\n${diagram}\n${END}${after}`;

if (process.argv.includes('--print')) console.log(diagram);
else if (after === undefined) {
  console.error(`docs/contributing.md has no place for the diagram: ${BEGIN} … ${END}`);
  process.exitCode = 1;
} else if (!process.argv.includes('--check')) {
  writeFileSync(page, expected);
  console.log(`docs/contributing.md: ${steps.length} steps of a write`);
} else if (text !== expected) {
  console.error("The diagram of a write's states in docs/contributing.md is old. Run: npm run docs");
  process.exitCode = 1;
}
