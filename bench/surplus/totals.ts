/** Totals of days: by rule, by weather and of all. */
import type { Day } from './day';
import type { Limit } from './limit';
import { type Figures, noFigures } from './plant';

export interface Total extends Figures {
  limitWh: number;
  /** The day with the smallest share of the limit, and that share. */
  worst: { share: number; day: string };
}

/** By the name of a rule, then by weather or `total`. */
export type Results = Map<string, Map<string, Total>>;

export const TOTAL = 'total';
/** Least limit of a day that counts for the worst day: on smaller ones a few watt-hours make a large share. */
const COUNTS_FROM_WH = 3000;

export function addDay(results: Results, rule: string, day: Day, figures: Figures, limit: Limit): void {
  const byWeather = results.get(rule) ?? new Map<string, Total>();
  results.set(rule, byWeather);
  for (const where of [day.weather, TOTAL]) {
    const sum = byWeather.get(where) ?? nothing();
    byWeather.set(where, sum);
    for (const figure of Object.keys(figures) as (keyof Figures)[]) sum[figure] += figures[figure];
    sum.limitWh += limit.solarWh;
    const share = figures.solarWh / limit.solarWh;
    if (limit.solarWh >= COUNTS_FROM_WH && share < sum.worst.share)
      sum.worst = { share, day: `${day.name}, seed ${day.seed}` };
  }
}

function nothing(): Total {
  return { ...noFigures(), limitWh: 0, worst: { share: Number.POSITIVE_INFINITY, day: '' } };
}

export function kWh(wh: number): string {
  return (wh / 1000).toFixed(2);
}

export function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : '–';
}

export function dayLine(rule: string, figures: Figures, limit: Limit): string {
  const { solarWh, gridWh, batteryWh, starts, phaseSwitches, writes } = figures;
  return [
    `  ${rule.padEnd(15)} sun ${kWh(solarWh).padStart(6)} kWh ${percent(solarWh / limit.solarWh).padStart(7)}`,
    `grid ${kWh(gridWh).padStart(5)}`,
    `battery ${kWh(batteryWh).padStart(5)}`,
    `starts ${starts}`,
    `switches ${phaseSwitches}`,
    `writes ${writes}`,
  ].join('  ');
}

export function totalLines(results: Results): string[] {
  return [...results].flatMap(([rule, byWeather]) =>
    [...byWeather].map(([where, sum]) =>
      [
        `${rule.padEnd(15)} ${where.padEnd(7)} sun ${kWh(sum.solarWh).padStart(8)} kWh ${percent(sum.solarWh / sum.limitWh).padStart(7)}`,
        `grid ${kWh(sum.gridWh).padStart(6)} (${percent(sum.gridWh / sum.chargedWh)})`,
        `starts ${sum.starts}`,
        `switches ${sum.phaseSwitches}`,
        `worst ${percent(sum.worst.share)} ${sum.worst.day}`,
      ].join('  '),
    ),
  );
}
