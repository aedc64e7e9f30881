/** Strategy `feed`: the charger regulates by its own surplus mode, and is told what the meter says. */
import type { Charger, Json } from '../../lib/charger/charger.types';
import { ChargerError } from '../../lib/errors';
import { CAR, type Settings } from '../../lib/surplus';
import { heardMeter, NOTHING_SAID } from '../../lib/surplus/frozen';
import { asError } from '../runtime/failure';
import { asNumber, chargerReading, FORCE, knownOf, PHASES } from './charger-reading';
import type { Decision, Reason } from './decision';
import type { ManualChange } from './manual';
import type { Meter } from './meter';
import type { Wish, Wishes } from './wish';

/** What the charger's surplus mode needs [vendor's API documents, owners' reports]. */
const NEEDED = { lmo: 4, fup: true, frc: FORCE.neutral, psm: PHASES.automatic, acp: true } as const;
export const FEED_KEYS = ['lmo', 'fup', 'acp', 'pgrid', 'acu'] as const;

/** `ids` has to come at least every 5 s; the clock of this node ticks once a second. */
const EVERY_MS = 3000;
/** Newer values are sent sooner, and not faster than the charger's logic looks at them. */
const AT_MOST_EVERY_MS = 1000;
/** Over MQTT each key comes by itself, and a setting shows a second after it was made. */
const SETTLES_MS = 2000;
/** By then `pgrid` shows what was sent, with the slowest poll people use. */
const NOTICED_MS = 20_000;

export interface Feed {
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
  { prepare, signal, failed, recovered }: { prepare: boolean; signal: AbortSignal } & Hooks,
): Feed {
  let startedMs: number | undefined;
  let sentMs = Number.NEGATIVE_INFINITY;
  let sentW: number | undefined;
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

  let heard = NOTHING_SAID;

  /** The grid power to tell the charger; none while the meter is silent or stands still. */
  function believedW(nowMs: number): number | undefined {
    const { gridW, meterW = gridW } = meter.reading(nowMs);
    const chargeW = asNumber(knownOf(charger, 'nrg.powerTotal')) ?? heard.fromW;
    if (typeof meterW === 'number' && gridW !== undefined) heard = heardMeter(heard, meterW, chargeW, nowMs);
    return heard.frozen ? undefined : meter.gridW(nowMs);
  }

  let lacking = '';
  let lackingMs = 0;

  /** What its surplus mode lacks, once that has settled. */
  function missing(nowMs: number): string[] {
    const found = missingNow();
    if (found.join() !== lacking) lackingMs = nowMs;
    lacking = found.join();
    return nowMs - lackingMs >= SETTLES_MS ? found : [];
  }

  function missingNow(): string[] {
    return Object.entries(NEEDED).flatMap(([key, needed]) => {
      const known = knownOf(charger, key);
      const isOurs = key === 'frc' && wishes.current.frc !== undefined && wishes.current.frc !== FORCE.neutral;
      return known === undefined || known === needed || isOurs
        ? []
        : [`${key} = ${needed} (it is ${shownJson(known)})`];
    });
  }

  function wishFor(lost: boolean): Wish {
    const { mode, onStale, minCurrent } = settings();
    const free: Wish = prepare || wishes.current.frc !== undefined ? { frc: FORCE.neutral } : {};
    const prepared: Wish = prepare ? { ...NEEDED, ...free } : free;
    const usual: Wish = usualA === undefined ? {} : { amp: usualA };
    if (mode === 'off') return { ...usual, frc: FORCE.off };
    if (mode === 'fast') return { ...usual, frc: FORCE.on, amp: settings().maxCurrent };
    if (!lost || onStale === 'release') return { ...prepared, ...usual };
    if (onStale === 'stop') return { ...usual, frc: FORCE.off };
    usualA ??= asNumber(knownOf(charger, 'amp'));
    return { frc: FORCE.on, amp: minCurrent };
  }

  function decision(reason: Reason, state: Decision['state'], nowMs: number): Decision {
    const own = chargerReading(charger);
    const { mode, reserve } = settings();
    if (shown?.state !== state || shown.reason !== reason) shown = { state, reason, since: nowMs };
    const powerW = Math.round(own.chargeW ?? 0);
    const gridW = meter.gridW(nowMs);
    return {
      state,
      mode,
      currentA: own.car === CAR.charging ? (asNumber(knownOf(charger, 'acu')) ?? 0) : 0,
      phases: knownOf(charger, 'fsp') === true ? 1 : 3,
      powerW,
      surplusW: gridW === undefined ? 0 : Math.round(powerW - gridW - reserve),
      reason,
      since: shown.since,
    };
  }

  return {
    step(manual, nowMs) {
      startedMs ??= nowMs;
      const { staleAfter, mode } = settings();
      const gridW = believedW(nowMs);
      if (gridW !== undefined && mode !== 'off') void send(gridW, nowMs);
      const ignored = gridW !== undefined && mode === 'solar' && isIgnored(nowMs);
      const stale = gridW === undefined && (sentW !== undefined || nowMs - startedMs > staleAfter * 1000);
      if (manual) {
        wishes.set({ frc: undefined, amp: undefined, psm: undefined, lmo: undefined, fup: undefined, acp: undefined });
        return { ...decision('manual', 'manual', nowMs), since: manual.sinceMs };
      }
      wishes.set(wishFor(stale || ignored));
      const lacks = mode === 'solar' || mode === 'min-solar' ? missing(nowMs) : [];
      complain(sendError ?? problemOf(charger.identity.name, lacks, ignored, prepare));
      if (mode === 'off') return decision('mode-off', 'off', nowMs);
      if (mode === 'fast') return decision('mode-fast', stateOf(), nowMs);
      if (heard.frozen) return decision('meter-frozen', 'stale', nowMs);
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

function shownJson(value: Json): string {
  return JSON.stringify(value);
}
