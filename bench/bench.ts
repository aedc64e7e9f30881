/**
 * `npm run bench`: runs the scenarios one after the other, prints what was found and writes docs/benchmarks.md.
 * `--quick` takes a short look and writes nothing, but with `--write`; a word after it runs only scenarios with that word in
 * their file name.
 */
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '../test/support/broker';
import type { Bench } from './bench.types';
import { environmentLines, mosquittoVersion } from './environment';
import { startProcess } from './process-rpc';
import { type Chapter, lineOf, markdownOf } from './report';
import { scenarios } from './scenarios/index';

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const only = args.filter((each) => !each.startsWith('--'));

async function run(): Promise<void> {
  process.env.PATH += ':/usr/sbin';
  const started = performance.now();
  const loadBefore = loadavg()[0]!;
  const mosquitto = mosquittoVersion();
  if (mosquitto) process.env.GOE_TEST_BROKER = 'mosquitto';
  const broker = await startBroker();
  const load = await startProcess('load-process', []);
  const chapters: Chapter[] = [];
  try {
    await load.call('connect', broker.port);
    const bench: Bench = { broker: broker.url, load, httpPort: (await load.call<number[]>('listen', 1))[0]!, quick };
    for (const [name, { title, run: measure }] of Object.entries(scenarios)) {
      if (only.length > 0 && !only.some((word) => name.includes(word))) continue;
      console.log(`${title} (${name})`);
      const chapter: Chapter = { title, rows: [] };
      chapters.push(chapter);
      try {
        chapter.rows = await measure(bench);
      } catch (error) {
        chapter.failure = error instanceof Error ? error.message.split('\n')[0]! : String(error);
        console.error(error);
      }
      for (const row of chapter.rows) console.log(lineOf(row));
    }
  } finally {
    await load.stop();
    await broker.stop();
  }
  const brokerName = mosquitto ? `Mosquitto ${mosquitto}` : 'aedes, embedded in the runner';
  const lines = environmentLines(brokerName, (performance.now() - started) / 1000, loadBefore);
  if (quick)
    lines.push(
      '',
      'A short look (`npm run bench -- --quick --write`): one or two rounds each, and smaller counts where it says so.',
    );
  const text = markdownOf(chapters, lines);
  if ((quick && !args.includes('--write')) || only.length > 0)
    console.log('docs/benchmarks.md stays as it is: it takes a whole run.');
  else writeFileSync(join(__dirname, '..', '..', 'docs', 'benchmarks.md'), text);
  if (chapters.some(({ failure }) => failure)) process.exitCode = 1;
}

void run();
