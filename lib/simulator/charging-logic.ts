/**
 * The charging logic: decides once a second whether the car may charge, at which current and for which reason. Its results are
 * the offer to the car, and `alw`, `acu`, `cll`, `modelStatus` with their times.
 */
import { isObject } from '../json';
import { transactionMissing } from './access';
import { type Device, isOn, numberOf, type Offer, report, sinceBootMs } from './device';
import { currentLimits, lowest } from './limits';
import { PSM, stepPhases } from './phases';
import { scheduleForbids } from './schedule';
import { reportMeter, type SurplusTarget, stepSurplus } from './surplus';

/** The reasons of the decision, as `modelStatus` numbers them [vendor's API documents]. */
export const MODEL_STATUS = {
  noController: 0,
  tooHot: 1,
  accessControl: 2,
  forcedOn: 3,
  forcedOff: 4,
  schedule: 5,
  energyLimit: 6,
  priceLow: 7,
  automaticStop: 10,
  surplus: 12,
  default: 15,
  waitingForPrice: 17,
  automaticStopReached: 18,
  pauseNotAllowed: 20,
  phaseSwitch: 23,
  shortestPause: 24,
  error: 26,
  loadManagement: 27,
} as const;

const FORCE = { neutral: 0, off: 1, on: 2 } as const;
const CHARGING_MODE = { default: 3, eco: 4, automaticStop: 5 } as const;
/** Entries of `cll` that do not bind: seen while the car drew more than they say [goecharger/go-eCharger-API-v2#188]. */
const EXTRA_LIMITS = { loadLimit: 0, minChargingCurrent: 6, nameOfTheFuture: 1 };
/** The one network in `scan`. */
const NETWORK = { ssid: 'Sonnenhof', encryptionType: 3, rssi: -58, channel: 6, bssid: '02:00:5E:10:20:30' };
/** The lowest current that a charger can signal to a car [IEC 61851-1]. */
const MIN_A = 6;

/** Decides on the offer of this second. */
export function stepChargingLogic(device: Device): void {
  const isFresh = reportMeter(device);
  const limits = currentLimits(device);
  const limitA = lowest(limits);
  const surplus = usesSurplus(device) ? stepSurplus(device, isFresh, limitA) : undefined;
  const switching = stepPhases(device, isSinglePhaseTarget(device, surplus));
  const offer = blockedOffer(device, limitA, switching) ?? offerByMode(device, limitA, surplus);
  reportOffer(device, offer, limits);
  device.offer = offer;
}

/** The surplus logic decides in eco mode without a force, where it is enabled and has ever received meter values. */
function usesSurplus(device: Device): boolean {
  const eco = numberOf(device, 'lmo', CHARGING_MODE.default) === CHARGING_MODE.eco;
  return (
    eco &&
    isOn(device, 'fup') &&
    numberOf(device, 'frc', 0) === FORCE.neutral &&
    device.surplus.receivedMs !== undefined
  );
}

/** True where the charger should use one phase: by the owner's setting, or by the surplus logic. */
function isSinglePhaseTarget(device: Device, surplus: SurplusTarget | undefined): boolean {
  const psm = numberOf(device, 'psm', PSM.three);
  if (psm !== PSM.automatic) return psm === PSM.one;
  return surplus?.single ?? false;
}

/** The offer where charging is not possible, whatever the owner's settings are; undefined where it is. */
function blockedOffer(device: Device, limitA: number, switching: boolean): Offer | undefined {
  if (device.nowMs < device.readyAtMs) return deny(MODEL_STATUS.noController);
  if (device.values.get('err')) return deny(MODEL_STATUS.error);
  if (numberOf(device, 'amt', 32) < MIN_A) return deny(MODEL_STATUS.tooHot);
  if (transactionMissing(device)) return deny(MODEL_STATUS.accessControl);
  if (limitA < MIN_A) return deny(MODEL_STATUS.loadManagement);
  if (switching) return deny(MODEL_STATUS.phaseSwitch);
  return undefined;
}

/** The offer by the owner's settings: force, schedule, energy limit, mode. */
function offerByMode(device: Device, limitA: number, surplus: SurplusTarget | undefined): Offer {
  const force = numberOf(device, 'frc', FORCE.neutral);
  if (force === FORCE.on) return allow(MODEL_STATUS.forcedOn, limitA);
  if (force === FORCE.off) return deny(MODEL_STATUS.forcedOff);
  if (scheduleForbids(device)) return deny(MODEL_STATUS.schedule);
  const energyLimitWh = device.values.get('dwo');
  if (device.car && typeof energyLimitWh === 'number' && device.session.energyWh >= energyLimitWh)
    return deny(MODEL_STATUS.energyLimit);

  const mode = numberOf(device, 'lmo', CHARGING_MODE.default);
  if (mode === CHARGING_MODE.automaticStop) {
    const reached = device.session.energyWh >= numberOf(device, 'ate', Number.POSITIVE_INFINITY);
    return reached ? deny(MODEL_STATUS.automaticStopReached) : allow(MODEL_STATUS.automaticStop, limitA);
  }
  if (mode !== CHARGING_MODE.eco) return allow(MODEL_STATUS.default, limitA);
  if (isOn(device, 'awe') && priceIsLow(device)) return allow(MODEL_STATUS.priceLow, limitA);
  if (surplus?.charging) return allow(MODEL_STATUS.surplus, Math.min(limitA, surplus.currentA));
  if (surplus?.stopping) return allow(MODEL_STATUS.pauseNotAllowed, MIN_A);
  return deny(surplus?.resting ? MODEL_STATUS.shortestPause : MODEL_STATUS.waitingForPrice);
}

function priceIsLow(device: Device): boolean {
  const current = device.values.get('awcp');
  return (
    isObject(current) && typeof current.marketprice === 'number' && current.marketprice <= numberOf(device, 'awp', 0)
  );
}

function allow(modelStatus: number, currentA: number): Offer {
  return { allowed: true, currentA, modelStatus };
}

function deny(modelStatus: number): Offer {
  return { allowed: false, currentA: 0, modelStatus };
}

/** Keys that are null while no car charges, on CORE and PRO [captured traffic]; the numbers of `acl` and `rcd` are [our choice]. */
function reportIdle(device: Device, offer: Offer): void {
  if (!device.model.idleNulls) return;
  const isCharging = device.car !== undefined && offer.allowed;
  report(device, 'acui', isCharging ? offer.currentA : null);
  report(device, 'acl', isCharging ? device.model.maxA : null);
  report(device, 'rcd', isCharging ? Math.floor(device.random() * 6) : null);
  report(device, 'scan', isCharging ? [NETWORK] : null);
}

function reportOffer(device: Device, offer: Offer, limits: Record<string, unknown>): void {
  if (device.values.get('alw') !== offer.allowed) report(device, 'alwt', sinceBootMs(device));
  if (device.values.get('modelStatus') !== offer.modelStatus) report(device, 'lmsc', sinceBootMs(device));
  report(device, 'alw', offer.allowed);
  report(device, 'acu', offer.allowed ? offer.currentA : null);
  report(device, 'modelStatus', offer.modelStatus);
  const limitsNow = offer.modelStatus === MODEL_STATUS.accessControl ? { accessControl: 0, ...limits } : limits;
  const surplus = offer.modelStatus === MODEL_STATUS.surplus ? { pvSurplus: offer.currentA } : {};
  const extra = device.faults.active('extraLimits') ? EXTRA_LIMITS : {};
  report(device, 'cll', { ...limitsNow, ...surplus, ...extra } as Record<string, number>);
  reportIdle(device, offer);
}
