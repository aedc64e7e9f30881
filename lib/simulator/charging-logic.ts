/**
 * Why the charger charges or does not: the checks in the order of `modelStatus`, once a second. The result is what the car
 * is offered, and `alw`, `acu`, `cll`, `modelStatus` with their times.
 */
import { transactionMissing } from './access';
import { type Device, isOn, numberOf, type Offer, put, sinceBootMs } from './device';
import { currentLimits, lowest } from './limits';
import { PSM, stepPhases } from './phases';
import { scheduleForbids } from './schedule';
import { type SurplusWish, showMeter, stepSurplus } from './surplus';

/** The reasons this charger knows, as `modelStatus` numbers them. */
export const REASON = {
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
const LOGIC = { default: 3, eco: 4, automaticStop: 5 } as const;
/** Names in `cll` that are no upper bounds: seen beside the others while the car could have more [goecharger/go-eCharger-API-v2#188]. */
const EXTRA_LIMITS = { loadLimit: 0, minChargingCurrent: 6, nameOfTheFuture: 1 };
const NETWORK = { ssid: 'Sonnenhof', encryptionType: 3, rssi: -58, channel: 6, bssid: '02:00:5E:10:20:30' };
/** Less than this cannot be signalled to a car. */
const LEAST_A = 6;

/** Works out the offer of this second. */
export function stepLogic(device: Device): void {
  const fresh = showMeter(device);
  const limits = currentLimits(device);
  const limitA = lowest(limits);
  const solar = surplusRules(device) ? stepSurplus(device, fresh, limitA) : undefined;
  const switching = stepPhases(device, wantsSingle(device, solar));
  const offer = blocked(device, limitA, switching) ?? chosen(device, limitA, solar);
  show(device, offer, limits);
  device.offer = offer;
}

/** The surplus logic has its say in eco mode without a force, where it is switched on and somebody ever fed it. */
function surplusRules(device: Device): boolean {
  const eco = numberOf(device, 'lmo', LOGIC.default) === LOGIC.eco;
  return (
    eco && isOn(device, 'fup') && numberOf(device, 'frc', 0) === FORCE.neutral && device.surplus.heardMs !== undefined
  );
}

function wantsSingle(device: Device, solar: SurplusWish | undefined): boolean {
  const psm = numberOf(device, 'psm', PSM.three);
  if (psm !== PSM.automatic) return psm === PSM.one;
  return solar?.single ?? false;
}

/** What forbids charging whatever the owner wants. */
function blocked(device: Device, limitA: number, switching: boolean): Offer | undefined {
  if (device.nowMs < device.readyAtMs) return no(REASON.noController);
  if (device.values.get('err')) return no(REASON.error);
  if (numberOf(device, 'amt', 32) < LEAST_A) return no(REASON.tooHot);
  if (transactionMissing(device)) return no(REASON.accessControl);
  if (limitA < LEAST_A) return no(REASON.loadManagement);
  if (switching) return no(REASON.phaseSwitch);
  return undefined;
}

function chosen(device: Device, limitA: number, solar: SurplusWish | undefined): Offer {
  const force = numberOf(device, 'frc', FORCE.neutral);
  if (force === FORCE.on) return yes(REASON.forcedOn, limitA);
  if (force === FORCE.off) return no(REASON.forcedOff);
  if (scheduleForbids(device)) return no(REASON.schedule);
  const energyLimitWh = device.values.get('dwo');
  if (device.car && typeof energyLimitWh === 'number' && device.session.energyWh >= energyLimitWh)
    return no(REASON.energyLimit);

  const mode = numberOf(device, 'lmo', LOGIC.default);
  if (mode === LOGIC.automaticStop) {
    const reached = device.session.energyWh >= numberOf(device, 'ate', Number.POSITIVE_INFINITY);
    return reached ? no(REASON.automaticStopReached) : yes(REASON.automaticStop, limitA);
  }
  if (mode !== LOGIC.eco) return yes(REASON.default, limitA);
  if (isOn(device, 'awe') && priceIsLow(device)) return yes(REASON.priceLow, limitA);
  if (solar?.charging) return yes(REASON.surplus, Math.min(limitA, solar.currentA));
  if (solar?.stopping) return yes(REASON.pauseNotAllowed, LEAST_A);
  return no(solar?.resting ? REASON.shortestPause : REASON.waitingForPrice);
}

function priceIsLow(device: Device): boolean {
  const current = device.values.get('awcp');
  if (current === null || typeof current !== 'object' || Array.isArray(current)) return false;
  return typeof current.marketprice === 'number' && current.marketprice <= numberOf(device, 'awp', 0);
}

function yes(reason: number, currentA: number): Offer {
  return { allowed: true, currentA, reason };
}

function no(reason: number): Offer {
  return { allowed: false, currentA: 0, reason };
}

/** Null while nothing charges, on CORE and PRO [captured traffic]; which number `acl` and `rcd` show is [our choice]. */
function showIdle(device: Device, offer: Offer): void {
  if (!device.model.idleNulls) return;
  const charges = device.car !== undefined && offer.allowed;
  put(device, 'acui', charges ? offer.currentA : null);
  put(device, 'acl', charges ? device.model.maxA : null);
  put(device, 'rcd', charges ? Math.floor(device.chance() * 6) : null);
  put(device, 'scan', charges ? [NETWORK] : null);
}

function show(device: Device, offer: Offer, limits: Record<string, unknown>): void {
  if (device.values.get('alw') !== offer.allowed) put(device, 'alwt', sinceBootMs(device));
  if (device.values.get('modelStatus') !== offer.reason) put(device, 'lmsc', sinceBootMs(device));
  put(device, 'alw', offer.allowed);
  put(device, 'acu', offer.allowed ? offer.currentA : null);
  put(device, 'modelStatus', offer.reason);
  const limitsNow = offer.reason === REASON.accessControl ? { accessControl: 0, ...limits } : limits;
  const solar = offer.reason === REASON.surplus ? { pvSurplus: offer.currentA } : {};
  const extra = device.faults.active('extraLimits') ? EXTRA_LIMITS : {};
  put(device, 'cll', { ...limitsNow, ...solar, ...extra } as Record<string, number>);
  showIdle(device, offer);
}
