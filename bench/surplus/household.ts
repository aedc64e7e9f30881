/**
 * Power of a household, one value a second: a base load, a fridge that runs now and then, and appliances that are switched on at
 * random times by the seed. Steps are sharp, as in real houses: a kettle takes 2 kW within a second, an oven switches on and off,
 * a heat pump starts softly and runs for half an hour.
 */
import { createRandom } from '../../lib/simulator/random';
import { SECONDS } from './weather';

interface Appliance {
  powerW: number;
  /** Duration of a run, in seconds. */
  forS: readonly [least: number, most: number];
  /** Runs on a day. */
  times: readonly [least: number, most: number];
  /** Times on and off of its heater, in seconds; left out where it runs without a break. */
  beatS?: readonly [on: number, off: number];
  /** Seconds until it has its full power. */
  softS?: number;
}

const APPLIANCES: readonly Appliance[] = [
  { powerW: 2000, forS: [120, 240], times: [2, 5] },
  { powerW: 2600, forS: [1800, 3600], times: [0, 2], beatS: [60, 70] },
  { powerW: 1800, forS: [600, 1500], times: [1, 2], beatS: [25, 15] },
  { powerW: 2100, forS: [900, 1500], times: [0, 2] },
  { powerW: 900, forS: [120, 400], times: [1, 4] },
];
const HEAT_PUMP: Appliance = { powerW: 2200, forS: [1200, 2700], times: [3, 7], softS: 60 };

/** @param cold the heat pump works more often. @returns W for each second of the day */
export function housePowerW(seed: number, cold: boolean): Float64Array {
  const chance = createRandom(seed * 6151 + 77);
  const between = ([least, most]: readonly [number, number]) => least + chance() * (most - least);
  const power = new Float64Array(SECONDS);
  const baseW = 180 + chance() * 200;
  const fridgeS = 1500 + chance() * 900;
  for (let second = 0; second < SECONDS; second += 1)
    power[second] = baseW + (second % fridgeS < fridgeS * 0.35 ? 90 : 0) + 20 * (chance() - 0.5);

  const run = (appliance: Appliance, times: number) => {
    for (let time = 0; time < times; time += 1) {
      const at = Math.floor(chance() * SECONDS);
      const end = Math.min(SECONDS, at + between(appliance.forS));
      for (let second = at; second < end; second += 1) {
        const beat = appliance.beatS;
        const isOn = !beat || (second - at) % (beat[0] + beat[1]) < beat[0];
        const soft = appliance.softS ? Math.min(1, (second - at) / appliance.softS) : 1;
        if (isOn) power[second] = power[second]! + appliance.powerW * soft;
      }
    }
  };
  for (const appliance of APPLIANCES) run(appliance, Math.round(between(appliance.times)));
  run(HEAT_PUMP, Math.round(between(HEAT_PUMP.times) * (cold ? 1.6 : 0.5)));
  return power;
}
