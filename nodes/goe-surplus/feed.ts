/** Strategy `feed`: the charger regulates by its own surplus mode, and is told what the meter says. */
import type { Charger } from '../../lib/charger/charger.types';
import { ChargerError } from '../../lib/errors';
import { CAR, type Settings } from '../../lib/surplus';
import { NO_METER_VALUE, updateStuckMeter } from '../../lib/surplus/stuck-meter';
import { asError } from '../runtime/failure';
import { asNumber, chargerReading, FORCE, knownOf } from './charger-reading';
import { type ChargerRecord, isLeftForced } from './charger-record';
import type { Decision, Reason } from './decision';
import { createEnergyLimit } from './energy-limit';
import { createNeeds, ECO_LOGIC, neededWish } from './feed-needs';
import type { ManualChange } from './manual-override';
import type { Meter } from './meter';
import type { Wish, Wishes } from './target';

export const FEED_KEYS = ['lmo', 'fup', 'acp', 'pgrid', 'acu'] as const;

/** `ids` has to come at least every 5 s; the clock of this node ticks once a second. */
const EVERY_MS = 3000;
/** Newer values are sent sooner, and not faster than the charger's logic looks at them. */
const AT_MOST_EVERY_MS = 1000;
/** What was sent counts as fresh for so long: `ids` can be read back for 6 to 10 s. */
const FRESH_MS = 6000;
/** By then `pgrid` shows what was sent, with the slowest poll people use. */
const NOTICED_MS = 20_000;

export interface Feed {
  /** The meter was heard, or a mode was chosen that needs none: before that nothing is set. */
  readonly inCharge: boolean;
  /** The charger has its own. */
  readonly state: undefined;
  step(manual: ManualChange | undefined, nowMs: number): Decision;
}

interface Hooks {
  failed(error: Error): void;
  recovered(): void;
}

export function createFeed(
  charger: Charger,
  settings: () => Settings,
  meter: Meter,
  wishes: Wishes,
  options: {
    prepare: boolean;
    signal: AbortSignal;
    record: Pick<ChargerRecord, 'found' | 'isOwn'>;
    inCharge?: boolean | undefined;
  } & Hooks,
): Feed {
  const { prepare, signal, record, failed, recovered } = options;
  const missing = createNeeds(charger);
  const limit = createEnergyLimit(charger, record);
  let inCharge = options.inCharge ?? false;
  let startedMs: number | undefined;
  let sentMs = Number.NEGATIVE_INFINITY;
  let sentW: number | undefined;
  /** When the charger last took what the meter says. */
  let takenMs = Number.NEGATIVE_INFINITY;
  let sending = false;
  /** Since when it is sent without being noticed. */
  let unnoticedMs: number | undefined;
  let complaint = '';
  let sendError: Error | undefined;
  let shown: { state: string; reason: Reason; since: number } | undefined;
  /** `amp` as it was before onStale `minimum`. */
  let usualA: number | undefined;

  function complain(error: Error | undefined): void {
    // The same trouble with the next value is no news.
    const reason = error === sendError ? String((error as { code?: unknown } | undefined)?.code ?? '') : error?.message;
    if ((reason ?? '') === complaint) return;
    complaint = reason ?? '';
    if (error) failed(error);
    else recovered();
  }

  async function send(gridW: number, nowMs: number): Promise<void> {
    const isDue = nowMs - sentMs >= (gridW === sentW ? EVERY_MS : AT_MOST_EVERY_MS) || nowMs < sentMs;
    if (sending || !isDue || charger.availability.state === 'offline') return;
    sending = true;
    sentMs = nowMs;
    sentW = gridW;
    const [pv, battery] = [meter.part('pvW', nowMs), meter.part('batteryW', nowMs)];
    const ids = {
      pGrid: gridW + settings().reserve,
      ...(pv === undefined ? {} : { pPv: pv }),
      ...(battery === undefined ? {} : { pAkku: battery }),
    };
    try {
      await charger.write({ ids }, 'accepted', signal);
      takenMs = nowMs;
      sendError = undefined;
    } catch (thrown) {
      sendError = asError(thrown);
    } finally {
      sending = false;
    }
  }

  /** `pgrid` is null while the charger hears nothing. */
  function isIgnored(nowMs: number): boolean {
    if (knownOf(charger, 'pgrid') !== null || nowMs - sentMs > EVERY_MS * 3) {
      unnoticedMs = undefined;
      return false;
    }
    unnoticedMs ??= nowMs;
    return nowMs - unnoticedMs >= NOTICED_MS;
  }

  let heard = NO_METER_VALUE;

  /** The grid power to tell the charger; none while the meter is silent or stands still. */
  function believedW(nowMs: number): number | undefined {
    const { gridW, meterW = gridW } = meter.reading(nowMs);
    const chargeW = asNumber(knownOf(charger, 'nrg.powerTotal')) ?? heard.fromW;
    if (typeof meterW === 'number' && gridW !== undefined) heard = updateStuckMeter(heard, meterW, chargeW, nowMs);
    return heard.stuck ? undefined : meter.gridW(nowMs);
  }

  function wishFor(lost: boolean, nowMs: number): Wish {
    const { mode, onStale, minCurrent, maxCurrent } = settings();
    const usual: Wish = usualA === undefined ? {} : { amp: usualA };
    // The charger passes the owner's energy limit over while it is forced to charge.
    const forced = limit.isReached ? FORCE.off : FORCE.on;
    if (mode === 'off') return { ...usual, frc: FORCE.off };
    if (mode === 'fast') return { ...usual, frc: forced, amp: maxCurrent };
    if (!lost) return { ...usual, ...own(nowMs) };
    if (onStale === 'release') return { ...usual, ...free() };
    if (onStale === 'stop') return { ...usual, frc: FORCE.off };
    usualA ??= asNumber(knownOf(charger, 'amp'));
    return { frc: forced, amp: minCurrent };
  }

  /** Its own mode, once it knows what the meter says: it would begin with what it heard long ago, or with nothing. */
  function own(nowMs: number): Wish {
    const isBegun = knownOf(charger, 'lmo') === ECO_LOGIC && knownOf(charger, 'frc') === FORCE.neutral;
    if (!isBegun && nowMs - takenMs > FRESH_MS) return {};
    return prepare ? neededWish(settings().maxCurrent) : free();
  }

  /** Nothing forces it, where that is ours to say. */
  function free(): Wish {
    return prepare || wishes.current.frc !== undefined ? { frc: FORCE.neutral } : {};
  }

  /** This node has set a key to something else on purpose. */
  function isOurs(key: string): boolean {
    const { frc, amp } = wishes.current;
    const isForced = frc !== undefined && frc !== FORCE.neutral;
    return isForced && (key === 'frc' || (key === 'amp' && amp !== undefined));
  }

  function decision(reason: Reason, state: Decision['state'], nowMs: number): Decision {
    const { car, chargeW } = chargerReading(charger);
    const { mode, reserve } = settings();
    if (shown?.state !== state || shown.reason !== reason) shown = { state, reason, since: nowMs };
    const powerW = Math.round(chargeW ?? 0);
    const gridW = meter.gridW(nowMs);
    return {
      state,
      mode,
      currentA: car === CAR.charging ? (asNumber(knownOf(charger, 'acu')) ?? 0) : 0,
      phases: knownOf(charger, 'fsp') === true ? 1 : 3,
      powerW,
      surplusW: gridW === undefined ? 0 : Math.round(powerW - gridW - reserve),
      reason,
      since: shown.since,
    };
  }

  return {
    get inCharge() {
      return inCharge;
    },
    state: undefined,
    step(manual, nowMs) {
      if (startedMs === undefined && !manual && isLeftForced(charger, record)) inCharge = true;
      startedMs ??= nowMs;
      const { staleAfter, mode } = settings();
      const gridW = believedW(nowMs);
      if (gridW !== undefined || mode === 'off' || mode === 'fast') inCharge = true;
      if (!inCharge) return decision('no-meter', 'waiting', nowMs);
      if (gridW !== undefined && mode !== 'off') void send(gridW, nowMs);
      const ignored = gridW !== undefined && mode === 'solar' && isIgnored(nowMs);
      const stale = gridW === undefined && (sentW !== undefined || nowMs - startedMs > staleAfter * 1000);
      if (manual) {
        wishes.set({ frc: undefined, amp: undefined, psm: undefined, lmo: undefined, fup: undefined, acp: undefined });
        return { ...decision('manual', 'manual', nowMs), since: manual.sinceMs };
      }
      wishes.set(wishFor(stale || ignored, nowMs));
      const lacks = mode === 'solar' || mode === 'min-solar' ? missing(settings().maxCurrent, isOurs, nowMs) : [];
      complain(sendError ?? problemOf(charger.identity.name, lacks, ignored, prepare));
      if (mode === 'off') return decision('mode-off', 'off', nowMs);
      if (limit.isReached && knownOf(charger, 'car') !== CAR.idle) return decision('energy-limit', 'limited', nowMs);
      if (mode === 'fast') return decision('mode-fast', stateOf(), nowMs);
      if (heard.stuck) return decision('meter-frozen', 'stale', nowMs);
      if (gridW === undefined) return decision(sentW === undefined ? 'no-meter' : 'meter-stale', 'stale', nowMs);
      if (ignored) return decision('feed-ignored', 'error', nowMs);
      if (lacks.length > 0 && !prepare) return decision('feed-missing', 'error', nowMs);
      const state = stateOf();
      return decision(state === 'no-car' ? 'no-car' : state === 'full' ? 'car-full' : 'feeding', state, nowMs);
    },
  };

  function stateOf(): Decision['state'] {
    const car = knownOf(charger, 'car');
    if (car === CAR.idle) return 'no-car';
    if (car === CAR.charging) return 'charging';
    return car === CAR.error ? 'error' : car === CAR.complete && knownOf(charger, 'alw') === true ? 'full' : 'waiting';
  }
}

function problemOf(name: string, lacking: string[], ignored: boolean, prepare: boolean): ChargerError | undefined {
  if (lacking.length > 0 && !prepare)
    return new ChargerError(
      'INVALID',
      `${name}: its surplus mode needs ${lacking.join(', ')}: set it in the go-e app, or let this node prepare the charger`,
    );
  if (ignored)
    return new ChargerError(
      'UNCONFIRMED',
      `${name}: ids is taken and pgrid stays empty, so the charger takes no notice of the meter: restart the charger (key rst), or choose the strategy regulate`,
    );
  return undefined;
}
