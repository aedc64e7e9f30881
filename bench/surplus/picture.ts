/** Picture of a day: the surplus of sun and household, and the charging power of two rules. Readable on light and on dark pages. */
import type { Day } from './day';
import type { Trace } from './plant';
import { FROM_HOUR } from './weather';

const WIDTH = 960;
const PANEL = 190;
const LEFT = 52;
const RIGHT = 24;
const TOP = 34;
const GAP = 34;
/** Seconds of which one point of the picture is the mean [our choice]. */
const STEP_S = 30;

export function picture(day: Day, ours: Trace, evcc: Trace): string {
  const spare = day.sunW.map((sunW, second) => sunW - day.houseW[second]!);
  const topW = Math.ceil(Math.max(...means(spare), ...means(ours.chargeW), ...means(evcc.chargeW), 3000) / 2000) * 2000;
  const height = TOP + 2 * PANEL + GAP + 52;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13">
<style>
:root{color-scheme:light dark}text{fill:#333}.line{stroke:#888;stroke-width:.5}.sun{fill:#f2b90066;stroke:none}.car{fill:none;stroke:#0b6ea8;stroke-width:1.6}.grid{fill:#c4262688;stroke:none}
@media(prefers-color-scheme:dark){text{fill:#ddd}.car{stroke:#5db7ee}.grid{fill:#ff6b6b99}}
</style>
<title>${day.name}</title>
${panel('goe-surplus', spare, ours, topW, TOP)}
${panel('evcc’s rule', spare, evcc, topW, TOP + PANEL + GAP)}
<g><rect x="${LEFT}" y="${height - 18}" width="14" height="10" class="sun"/><text x="${LEFT + 20}" y="${height - 8}">sun less household</text><path class="car" d="M${LEFT + 180} ${height - 13}h20"/><text x="${LEFT + 206}" y="${height - 8}">into the car</text><rect x="${LEFT + 310}" y="${height - 18}" width="14" height="10" class="grid"/><text x="${LEFT + 330}" y="${height - 8}">of it from the grid</text></g>
</svg>
`;
}

function panel(title: string, spareW: Float64Array, { chargeW, gridW }: Trace, topW: number, top: number): string {
  const x = (second: number) => LEFT + (second / spareW.length) * (WIDTH - LEFT - RIGHT);
  const y = (watt: number) => top + PANEL - (Math.max(0, Math.min(watt, topW)) / topW) * PANEL;
  const points = (values: number[]) =>
    values.map((watt, at) => `${x((at + 0.5) * STEP_S).toFixed(1)} ${y(watt).toFixed(1)}`).join('L');
  const area = (values: number[]) =>
    `M${x(0).toFixed(1)} ${y(0)}L${points(values)}L${x(spareW.length).toFixed(1)} ${y(0)}Z`;
  const fromGrid = means(chargeW.map((watt, second) => Math.min(watt, Math.max(0, gridW[second]!))));
  const lines: string[] = [];
  for (let kilowatt = 0; kilowatt <= topW / 1000; kilowatt += 2)
    lines.push(
      `<path class="line" d="M${LEFT} ${y(kilowatt * 1000).toFixed(1)}H${WIDTH - RIGHT}"/><text x="${LEFT - 6}" y="${(y(kilowatt * 1000) + 4).toFixed(1)}" text-anchor="end">${kilowatt} kW</text>`,
    );
  for (let hour = 0; hour <= spareW.length / 3600; hour += 2)
    lines.push(
      `<text x="${x(hour * 3600).toFixed(1)}" y="${top + PANEL + 16}" text-anchor="middle">${FROM_HOUR + hour}:00</text>`,
    );
  return `<g><text x="${LEFT}" y="${top - 10}" font-weight="bold">${title}</text>
${lines.join('')}
<path class="sun" d="${area(means(spareW))}"/><path class="grid" d="${area(fromGrid)}"/><path class="car" d="M${points(means(chargeW))}"/></g>`;
}

function means(values: Float64Array): number[] {
  const result: number[] = [];
  for (let at = 0; at < values.length; at += STEP_S) {
    const part = values.subarray(at, at + STEP_S);
    result.push(part.reduce((sum, value) => sum + value, 0) / part.length);
  }
  return result;
}
