/** `npm run faults [rounds]`: the whole matrix, again and again, and what came of it in docs/faults.md. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { CASES, FAULTS } from './faults';
import { type NodeRedResult, startRound } from './matrix';

const ROUNDS = 3;
const CONNECTIONS = ['http', 'cloud', 'mqtt'] as const;

interface Tally {
  held: number;
  rounds: number;
  times: number[];
  wrong: string[];
}

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? ROUNDS);
  const tallies = new Map<string, Tally>(CASES.map(({ id }) => [id, { held: 0, rounds: 0, times: [], wrong: [] }]));
  const nodeReds: NodeRedResult[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const { results, nodeRed } = startRound({ ms: 0 });
    nodeReds.push(await nodeRed);
    for (const result of await Promise.all(results.values())) {
      const tally = tallies.get(result.case.id)!;
      tally.rounds += 1;
      if (result.wrong.length === 0) tally.held += 1;
      tally.wrong.push(...result.wrong);
      if (result.healedInMs !== undefined) tally.times.push(result.healedInMs);
      for (const what of result.wrong)
        console.log(`${round}: ${result.case.connection}: ${result.case.fault.name}: ${what}`);
    }
  }
  const file = join(__dirname, '..', '..', '..', 'docs', 'faults.md');
  writeFileSync(file, page(rounds, tallies, nodeReds));
  const failed = [...tallies.values()].filter(({ held }) => held < rounds).length;
  console.log(`${CASES.length} cases, ${rounds} rounds, ${failed} did not hold in all of them: ${file}`);
  process.exitCode = failed > 0 || nodeReds.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
}

function page(rounds: number, tallies: ReadonlyMap<string, Tally>, nodeReds: readonly NodeRedResult[]): string {
  const all = [...tallies.values()].flatMap(({ times }) => times);
  const names = [...new Set(FAULTS.map(({ name }) => name))];
  const rows = names.map((name) => {
    const cells = CONNECTIONS.map((connection) => {
      const one = CASES.find((each) => each.fault.name === name && each.connection === connection);
      return one ? cell(tallies.get(one.id)!) : '';
    });
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  const crashes = nodeReds.flatMap(({ wrong }) => wrong);
  return `# Faults

What \`npm run faults\` found: every fault over every connection it applies to, in a really started Node-RED. A fault is held
when every message ends once and in time, the status is right, no value is made up, nothing is written twice or after its
message has failed, and the charger is well again within five seconds of the cause going away, all by itself; later where the
cloud has asked to be left alone. Each cell: held of rounds, then the median and the worst time to heal, in seconds.

${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${cpus()[0]?.model.trim()} · Node.js ${process.version} · Node-RED ${nodeReds[0]?.version} · broker: ${process.env.GOE_TEST_BROKER ?? 'aedes'} · ${rounds} rounds · ${CASES.length} cases

All together: median ${seconds(median(all))} s, worst ${seconds(Math.max(...all))} s. ${crashes.length === 0 ? 'Node-RED came through every round.' : `Node-RED: ${crashes.join('; ')}`}

| fault | HTTP | cloud | MQTT |
|---|---|---|---|
${rows.join('\n')}
`;
}

function cell({ held, rounds, times }: Tally): string {
  if (times.length === 0) return `${held}/${rounds}`;
  return `${held}/${rounds} · ${seconds(median(times))} · ${seconds(Math.max(...times))}`;
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

void main();
