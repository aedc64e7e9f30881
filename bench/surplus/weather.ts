/**
 * Power of a roof, one value a second. The clear sky is a power of the sine of the sun's height; clouds multiply it. Clouds
 * come and go as a chain of two states whose stays are exponentially distributed (a few minutes on a day of broken clouds), the
 * edge of a cloud takes 15 to 60 seconds to pass over a roof, and just beside a cloud the sun is brighter than in a
 * clear sky. A front is clear until it comes; in winter the sun is low and a high haze takes half of it.
 */
import { createRandom } from '../../lib/simulator/random';

export const WEATHERS = ['clear', 'broken', 'front', 'winter'] as const;
export type Weather = (typeof WEATHERS)[number];

/** Hour at which the car is plugged in; it stays until 18 o'clock. */
export const FROM_HOUR = 8;
export const SECONDS = 10 * 3600;

interface Sky {
  /** Hours of sunrise and sunset by the sun's own time. */
  rise: number;
  set: number;
  /** Share of the roof's peak power at noon. */
  noon: number;
  /** Mean stays in the sun and below a cloud, in seconds. */
  sunS: number;
  cloudS: number;
  /** Share of the light that a thick and a thin cloud let through. */
  cloud: readonly [thick: number, thin: number];
  /** A slow haze: how deep it is at the most. */
  haze: number;
}

const SKIES: Readonly<Record<Weather, Sky>> = {
  clear: { rise: 5.2, set: 20.8, noon: 0.82, sunS: Number.POSITIVE_INFINITY, cloudS: 1, cloud: [1, 1], haze: 0.06 },
  broken: { rise: 5.2, set: 20.8, noon: 0.86, sunS: 200, cloudS: 80, cloud: [0.35, 0.85], haze: 0.12 },
  front: { rise: 5.2, set: 20.8, noon: 0.84, sunS: 1500, cloudS: 120, cloud: [0.3, 0.7], haze: 0.08 },
  winter: { rise: 7.8, set: 16.4, noon: 0.5, sunS: 1800, cloudS: 500, cloud: [0.3, 0.8], haze: 0.3 },
};

/** Part of the light behind a front. */
const BEHIND_FRONT = 0.12;
const EDGE_BRIGHTER = 1.12;

/** @returns W for each second of the day, at most 1.15 of the peak power */
export function sunPowerW(weather: Weather, peakW: number, seed: number): Float64Array {
  const sky = SKIES[weather];
  const chance = createRandom(seed * 7919 + WEATHERS.indexOf(weather) * 104_729 + 1);
  const stay = (meanS: number) => (Number.isFinite(meanS) ? -Math.log(1 - chance()) * meanS + 20 : meanS);
  const frontAtS = (weather === 'front' ? 4 + chance() * 3 : 99) * 3600;
  const wave = [chance() * 7, chance() * 7, 1200 + chance() * 2400] as const;
  const power = new Float64Array(SECONDS);
  let sunny = chance() < sky.sunS / (sky.sunS + sky.cloudS) || sky.sunS === Number.POSITIVE_INFINITY;
  let left = stay(sunny ? sky.sunS : sky.cloudS);
  let goal = 1;
  let light = 1;
  let edgeS = 35;
  for (let second = 0; second < SECONDS; second += 1) {
    left -= 1;
    if (left <= 0) {
      sunny = !sunny;
      left = stay(sunny ? sky.sunS : sky.cloudS);
      edgeS = 15 + chance() * 45;
      goal = sunny ? 1 : sky.cloud[0] + chance() * (sky.cloud[1] - sky.cloud[0]);
    }
    const isBesideCloud = sunny && Number.isFinite(sky.sunS) && left < 90;
    const wanted = isBesideCloud ? EDGE_BRIGHTER : goal;
    light += Math.max(-1 / edgeS, Math.min(1 / edgeS, wanted - light));
    const haze =
      1 -
      sky.haze *
        (0.5 + 0.25 * Math.sin(wave[0] + second / wave[2]) + 0.25 * Math.sin(wave[1] + (second * 3.3) / wave[2]));
    const front = 1 - (1 - BEHIND_FRONT) * clamp((second - frontAtS) / 900);
    const ripple = 1 + 0.004 * (chance() - 0.5);
    power[second] = peakW * sky.noon * clearSky(sky, FROM_HOUR + second / 3600) * light * haze * front * ripple;
  }
  return power;
}

function clearSky({ rise, set }: Sky, hour: number): number {
  if (hour <= rise || hour >= set) return 0;
  return Math.sin((Math.PI * (hour - rise)) / (set - rise)) ** 1.25;
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}
