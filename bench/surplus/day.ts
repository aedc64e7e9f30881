/** Day at one house: sun, household, home battery and car. The same description and seed give the same day. */
import type { CarOptions } from '../../lib/simulator/index';
import { housePowerW } from './household';
import { SECONDS, sunPowerW, type Weather } from './weather';

export interface DayOptions {
  weather: Weather;
  seed: number;
  /** Peak power of the roof. */
  roofKwp: number;
  /** Capacity of the home battery; left out where there is none. */
  batteryKwh?: number;
  car: { phases: 1 | 2 | 3; maxCurrentA: 16 | 32 };
}

export interface Day extends DayOptions {
  name: string;
  sunW: Float64Array;
  houseW: Float64Array;
  /** The car for the simulated charger: large and empty, so that it takes all the sun of a day. */
  carOptions: CarOptions;
}

export function generateDay(options: DayOptions): Day {
  const { weather, seed, roofKwp, batteryKwh, car } = options;
  const battery = batteryKwh ? `, battery ${batteryKwh} kWh` : '';
  return {
    ...options,
    name: `${weather}, ${roofKwp} kWp${battery}, ${car.phases}-phase ${car.maxCurrentA} A`,
    sunW: sunPowerW(weather, roofKwp * 1000, seed),
    houseW: housePowerW(seed, weather === 'winter'),
    carOptions: { phases: car.phases, maxCurrentA: car.maxCurrentA, capacityWh: 250_000, soc: 0.1 },
  };
}

/** Part of a day, for tests. */
export function cutDay(day: Day, fromS: number, forS: number): Day {
  const end = Math.min(fromS + forS, SECONDS);
  return { ...day, sunW: day.sunW.slice(fromS, end), houseW: day.houseW.slice(fromS, end) };
}
