/**
 * The household of the demonstration: a PV system, consumers, and a meter that publishes the power at the grid. A day takes a
 * quarter of an hour, so that visitors see all of it.
 */

/** The time from sunrise to sunset [our choice]. */
const DAY_S = 780;
/** The time from sunset to sunrise [our choice]. */
const NIGHT_S = 120;
/** The time since sunrise at the start of the demonstration: there is some PV power, and it rises [our choice]. */
const START_S = 150;
/** The highest power of the PV system. */
const PEAK_W = 9_500;
/** The base load of the household, and a consumer that runs from time to time. */
const BASE_W = 350;
const KETTLE = { watt: 1_900, everyS: 240, forS: 60 };

/** The power of the PV system in watt. @param seconds since the start */
export function pvW(seconds) {
  const ofDay = (seconds + START_S) % (DAY_S + NIGHT_S);
  if (ofDay >= DAY_S) return 0;
  const clear = PEAK_W * Math.sin((Math.PI * ofDay) / DAY_S) ** 1.3;
  // Clouds of several sizes, which do not repeat within a day.
  const cover = Math.max(0, Math.sin(seconds / 37) * Math.sin(seconds / 11.3 + 1));
  return Math.round(clear * (1 - 0.7 * cover));
}

/** The power of the household without the car, in watt. */
export function householdW(seconds) {
  return BASE_W + (seconds % KETTLE.everyS < KETTLE.forS ? KETTLE.watt : 0);
}

/**
 * Publishes once a second: `house/meter` with `{grid, pv}` and `house/grid/power` with the power at the grid alone; in watt,
 * negative while feeding in.
 * @param publish publishes a payload to a topic
 * @param carW gives the power of the car
 * @returns stops it
 */
export function startMeter(publish, carW) {
  const startedMs = Date.now();
  const timer = setInterval(() => {
    const seconds = (Date.now() - startedMs) / 1000;
    const pv = pvW(seconds);
    const grid = Math.round(householdW(seconds) + carW() - pv);
    publish('house/meter', JSON.stringify({ grid, pv }));
    publish('house/grid/power', String(grid));
  }, 1000);
  return () => clearInterval(timer);
}
