/**
 * The house of the demonstration: a roof in the sun, people who use power, and a meter that publishes what is left. A day takes
 * a quarter of an hour, so that something happens while one watches.
 */

const DAY_S = 780;
const NIGHT_S = 120;
/** Seconds after sunrise at which the demonstration begins: there is some sun, and more to come. */
const BEGIN_S = 150;
const PEAK_W = 9_500;
const ALWAYS_W = 350;
const KETTLE = { watt: 1_900, everyS: 240, forS: 60 };

/** @param seconds since the beginning @returns the power of the roof in watt */
export function roofW(seconds) {
  const ofDay = (seconds + BEGIN_S) % (DAY_S + NIGHT_S);
  if (ofDay >= DAY_S) return 0;
  const clear = PEAK_W * Math.sin((Math.PI * ofDay) / DAY_S) ** 1.3;
  // Clouds of several sizes; what passes between them never repeats within a day.
  const cover = Math.max(0, Math.sin(seconds / 37) * Math.sin(seconds / 11.3 + 1));
  return Math.round(clear * (1 - 0.7 * cover));
}

/** @returns what the household uses besides the car, in watt */
export function householdW(seconds) {
  return ALWAYS_W + (seconds % KETTLE.everyS < KETTLE.forS ? KETTLE.watt : 0);
}

/**
 * Publishes once a second: `house/meter` with `{grid, pv}` and `house/grid/power` with the grid's power alone; watt, negative
 * while feeding in.
 * @param publish takes topic and payload
 * @param carW gives what flows into the car
 * @returns ends it
 */
export function startMeter(publish, carW) {
  const began = Date.now();
  const timer = setInterval(() => {
    const seconds = (Date.now() - began) / 1000;
    const pv = roofW(seconds);
    const grid = Math.round(householdW(seconds) + carW() - pv);
    publish('house/meter', JSON.stringify({ grid, pv }));
    publish('house/grid/power', String(grid));
  }, 1000);
  return () => clearInterval(timer);
}
