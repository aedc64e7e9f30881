/**
 * Comparison, `npm run bench:surplus`: plays every day for every rule, prints a table a day and the totals, and writes
 * docs/surplus-comparison.md and a picture a weather. `--seeds 11,12` plays other days and writes nothing; `--rules evcc` leaves
 * the others out; `--training` plays the days that the settings were settled with.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Day } from './day';
import { limitOf } from './limit';
import { comparisonPage } from './page';
import { picture } from './picture';
import { newTrace, runDay } from './plant';
import { OURS, RULES } from './rules/index';
import { daysOf, REPORT_SEEDS, TRAINING_SEEDS } from './seeds';
import { addDay, dayLine, type Results, totalLines } from './totals';
import { WEATHERS } from './weather';

const DOCS = join(__dirname, '..', '..', '..', 'docs');

const { values: flags } = parseArgs({
  options: { seeds: { type: 'string' }, rules: { type: 'string' }, training: { type: 'boolean' } },
});
const seeds = flags.seeds?.split(',').map(Number) ?? (flags.training ? TRAINING_SEEDS : REPORT_SEEDS);
const rules = RULES.filter(({ name }) => name === OURS || !flags.rules || flags.rules.split(',').includes(name));
const isWhole = !flags.seeds && !flags.rules && !flags.training;

const results: Results = new Map();
for (const day of daysOf(seeds)) {
  const limit = limitOf(day, day.car.maxCurrentA);
  console.log(`\n${day.name}, seed ${day.seed}: limit ${(limit.solarWh / 1000).toFixed(2)} kWh from the sun`);
  for (const { name, make } of rules) {
    const figures = runDay(day, make(day.car.maxCurrentA, day.car.phases));
    addDay(results, name, day, figures, limit);
    console.log(dayLine(name, figures, limit));
  }
}
console.log(`\n${totalLines(results).join('\n')}`);

if (isWhole) {
  writeFileSync(join(DOCS, 'surplus-comparison.md'), comparisonPage(results, seeds));
  for (const day of pictured()) {
    const [mine, theirs] = [OURS, 'evcc'].map((wanted) => {
      const trace = newTrace(day);
      runDay(day, RULES.find(({ name }) => name === wanted)!.make(day.car.maxCurrentA, day.car.phases), trace);
      return trace;
    });
    writeFileSync(join(DOCS, 'images', `surplus-${day.weather}.svg`), picture(day, mine!, theirs!));
  }
}

/** One day a weather: a middling roof and a three-phase car, where phases matter most. */
function pictured(): Day[] {
  const days = daysOf(seeds.slice(0, 1));
  return WEATHERS.map(
    (weather) => days.find((day) => day.weather === weather && day.roofKwp === (weather === 'winter' ? 12 : 7))!,
  );
}
