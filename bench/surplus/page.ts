/** Page of the comparison, docs/surplus-comparison.md: the tables, how they are made, and where another rule is ahead. */
import type { Figures } from './plant';
import { OURS, RULES } from './rules/index';
import { kWh, percent, type Results, TOTAL, type Total } from './totals';
import { WEATHERS } from './weather';

const TITLES: Readonly<Record<string, string>> = {
  total: 'All days',
  clear: 'Clear days',
  broken: 'Broken clouds',
  front: 'A front comes through',
  winter: 'Winter',
};

export function comparisonPage(results: Results, seeds: readonly number[]): string {
  return `# Charging from surplus: a comparison

Written by \`npm run bench:surplus\` on ${new Date().toISOString().slice(0, 10)}; the same command makes the same figures on any machine. Played are
${seeds.length} × ${WEATHERS.length} × 6 days of one-second values (seeds ${seeds.join(', ')}), a car plugged in from 8 to 18 o'clock, made by the models described in
\`bench/surplus/weather.ts\`, \`household.ts\` and \`battery.ts\`: roofs of 5, 7 and 12 kWp, one-, two- and three-phase cars of 16 and 32 A, with and without a
home battery. Each rule regulates the simulated charger, which takes its time as real ones do: a second until a write shows,
ten seconds for the car to wake, ten for the contactor. The meter is a second old and has a noise of ±15 W. The settings of goe-surplus are its
defaults. They were settled on other seeds than these.

- **Sun**: energy into the car that was neither imported meanwhile nor taken out of the home battery.
- **Limit**: what a controller could have got that knows the future (\`limit.ts\`): dynamic programming over the same charger, at a price for
  energy from the grid at which no more than 2.5 % of the charge is imported, with one minute's rest between changes.
- **Worst day**: the smallest share of the limit on one day, of the days on which the limit is 3 kWh or more.
- The other rules are our reading of how they are described, with their published defaults; none of their code was run.

${[TOTAL, ...WEATHERS].map((where) => chapter(results, where)).join('\n')}
## Where another is ahead

${ahead(results).join('\n')}
`;
}

function chapter(results: Results, where: string): string {
  const rows = [...results].flatMap(([rule, byWeather]) => {
    const sum = byWeather.get(where);
    return sum ? [row(rule, sum)] : [];
  });
  const image =
    where === TOTAL
      ? ''
      : `\n![${TITLES[where]}: sun, household, and what the car draws](images/surplus-${where}.svg)\n`;
  return `## ${TITLES[where]}

| | sun, kWh | of the limit | worst day | grid, kWh | of the charge | starts | phase switches | writes |
|---|--:|--:|--:|--:|--:|--:|--:|--:|
${rows.join('\n')}
${image}`;
}

function row(rule: string, sum: Total): string {
  return `| ${[
    rule === OURS ? `**${rule}**` : rule,
    kWh(sum.solarWh),
    percent(sum.solarWh / sum.limitWh),
    percent(sum.worst.share),
    kWh(sum.gridWh),
    percent(sum.gridWh / sum.chargedWh),
    sum.starts,
    sum.phaseSwitches,
    sum.writes,
  ].join(' | ')} |`;
}

const LESS_IS_BETTER: readonly (readonly [keyof Figures, string])[] = [
  ['gridWh', 'from the grid'],
  ['starts', 'starts'],
  ['phaseSwitches', 'phase switches'],
];

/** Every figure in which another rule is better than ours, with its cost. */
function ahead(results: Results): string[] {
  const ours = results.get(OURS)?.get(TOTAL);
  if (!ours) return [];
  return RULES.filter(({ name }) => name !== OURS).map(({ name, trades }) => {
    const theirs = results.get(name)?.get(TOTAL);
    if (!theirs) return `- **${name}**: not played.`;
    const better = LESS_IS_BETTER.filter(([figure]) => theirs[figure] < ours[figure]).map(([figure, title]) =>
      figure === 'gridWh'
        ? `${kWh(theirs.gridWh)} kWh ${title} (ours ${kWh(ours.gridWh)})`
        : `${theirs[figure]} ${title} (ours ${ours[figure]})`,
    );
    if (theirs.solarWh > ours.solarWh)
      better.unshift(`${kWh(theirs.solarWh)} kWh from the sun (ours ${kWh(ours.solarWh)})`);
    if (better.length === 0) return `- **${name}**: in nothing.`;
    return `- **${name}**: ${better.join(', ')}, with ${percent(theirs.solarWh / theirs.limitWh)} of the limit's sun. ${trades}`;
  });
}
