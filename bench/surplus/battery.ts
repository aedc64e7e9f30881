/**
 * Home battery with its own controller, as hybrid inverters have one: it tries to bring the grid power to zero, up to
 * its power and as far as it is full or empty, and is a few seconds behind.
 */
export interface HomeBattery {
  /** W; negative is charging. */
  readonly powerW: number;
  readonly socPercent: number;
  /** One second. @param lackW the power of house and car beyond the sun; negative is surplus */
  step(lackW: number): void;
}

const MOST_W = 5000;
const EFFICIENCY = 0.95;
const EMPTY_PERCENT = 10;
/** Part of the difference to the new power that it covers in a second. */
const QUICKNESS = 0.4;

export function createHomeBattery(capacityWh: number, socPercent: number): HomeBattery {
  let powerW = 0;
  let storedWh = (capacityWh * socPercent) / 100;
  return {
    get powerW() {
      return powerW;
    },
    get socPercent() {
      return (storedWh / capacityWh) * 100;
    },
    step(lackW) {
      const isFull = storedWh >= capacityWh;
      const isEmpty = storedWh <= (capacityWh * EMPTY_PERCENT) / 100;
      const goal = Math.max(isFull ? 0 : -MOST_W, Math.min(isEmpty ? 0 : MOST_W, lackW));
      powerW += (goal - powerW) * QUICKNESS;
      storedWh = Math.min(capacityWh, storedWh - (powerW * (powerW < 0 ? EFFICIENCY : 1 / EFFICIENCY)) / 3600);
    },
  };
}
