/** One day at one house: sun, household, and what stands in the garage. The same description and seed give the same day. */
import type { CarOptions } from '../../lib/simulator/index';
import { housePowerW } from './house';
import { SECONDS, sunPowerW, type Weather } from './weather';

export interface DayOptions {
  weather: Weather;
  seed: number;
  /** Peak power of the roof. */
  roofKwp: number;
  /** A home battery of so many kWh. */
  batteryKwh?: number;
  car: { phases: 1 | 2 | 3; maxCurrentA: 16 | 32 };
}

export interface Day extends DayOptions {
  name: string;
  sunW: Float64Array;
  houseW: Float64Array;
  /** As the simulated charger takes it; large and empty, so that every day has room for all its sun. */
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

/** A part of a day, for tests. */
export function cutDay(day: Day, fromS: number, forS: number): Day {
  const end = Math.min(fromS + forS, SECONDS);
  return { ...day, sunW: day.sunW.slice(fromS, end), houseW: day.houseW.slice(fromS, end) };
}
