/** Strategy `feed`: the charger regulates by its own surplus mode, and gets the meter's values from this node. */
import type { Charger } from '../../lib/charger/charger.types';
import { ChargerError } from '../../lib/errors';
import { CAR, type Settings } from '../../lib/surplus';
import { NO_METER_VALUE, updateStuckMeter } from '../../lib/surplus/stuck-meter';
import { asNumber, chargerReading, FORCE, knownOf } from './charger-reading';
import { type ChargerRecord, isLeftForced } from './charger-record';
import type { Decision, DecisionReason } from './decision';
import { createEnergyLimit } from './energy-limit';
import { createFaultReport, type FaultHooks } from './fault-report';
import { createRequirements } from './feed-requirements';
import { createFeedTarget, NO_TARGET } from './feed-target';
import { createIdsFeed } from './ids-feed';
import type { Meter } from './meter';
import type { Strategy } from './strategy';
import type { TargetWriter } from './target';

export const FEED_KEYS = ['lmo', 'fup', 'acp', 'pgrid', 'acu'] as const;

interface FeedOptions extends FaultHooks {
  /** This node may set what the surplus mode needs. */
  prepare: boolean;
  signal: AbortSignal;
  record: Pick<ChargerRecord, 'found' | 'isOwn'>;
  /** The node before it set the charger. */
  inCharge?: boolean | undefined;
}

export function createFeedStrategy(
  charger: Charger,
  settings: () => Settings,
  meter: Meter,
  writer: TargetWriter,
  options: FeedOptions,
): Strategy {
  const { prepare, signal, record } = options;
  const limit = createEnergyLimit(charger, record);
  const feed = createIdsFeed(charger, meter, () => settings().reserve, signal);
  const missingOf = createRequirements(charger);
  const { target } = writer;
  const targetOf = createFeedTarget(charger, { settings, limit, feed, target, prepare });
  const decisionOf = createFeedDecision(charger, settings, meter);
  const report = createFaultReport(options);
  let inCharge = options.inCharge ?? false;
  let startedMs: number | undefined;
  let stuckMeter = NO_METER_VALUE;

  /** Grid power for the charger; undefined while the meter is lost or stuck. */
  function trustedGridW(nowMs: number): number | undefined {
    const { gridW, meterW = gridW } = meter.reading(nowMs);
    const chargeW = asNumber(knownOf(charger, 'nrg.powerTotal')) ?? stuckMeter.fromW;
    if (typeof meterW === 'number' && gridW !== undefined)
      stuckMeter = updateStuckMeter(stuckMeter, meterW, chargeW, nowMs);
    return stuckMeter.stuck ? undefined : meter.gridW(nowMs);
  }

  /** This node has set a key to something else on purpose. */
  function isOurs(key: string): boolean {
    const isForced = target.frc !== undefined && target.frc !== FORCE.neutral;
    return isForced && (key === 'frc' || (key === 'amp' && target.amp !== undefined));
  }

  /** State and reason, in the order of what comes first. */
  function explain(gridW: number | undefined, ignored: boolean, missing: readonly string[]): Explained {
    const { mode } = settings();
    if (mode === 'off') return ['off', 'mode-off'];
    if (limit.isReached && knownOf(charger, 'car') !== CAR.idle) return ['limited', 'energy-limit'];
    if (mode === 'fast') return [carState(charger), 'mode-fast'];
    if (stuckMeter.stuck) return ['stale', 'meter-frozen'];
    if (gridW === undefined) return ['stale', feed.hasSent ? 'meter-stale' : 'no-meter'];
    if (ignored) return ['error', 'feed-ignored'];
    if (missing.length > 0 && !prepare) return ['error', 'feed-missing'];
    const state = carState(charger);
    return [state, state === 'no-car' ? 'no-car' : state === 'full' ? 'car-full' : 'feeding'];
  }

  return {
    get inCharge() {
      return inCharge;
    },
    state: undefined,
    step(manual, nowMs) {
      if (startedMs === undefined && !manual && isLeftForced(charger, record)) inCharge = true;
      startedMs ??= nowMs;
      const { staleAfter, mode, maxCurrent } = settings();
      const gridW = trustedGridW(nowMs);
      if (gridW !== undefined || mode === 'off' || mode === 'fast') inCharge = true;
      if (!inCharge) return decisionOf(['waiting', 'no-meter'], nowMs);
      if (gridW !== undefined && mode !== 'off') feed.send(gridW, nowMs);
      const ignored = gridW !== undefined && mode === 'solar' && feed.isIgnored(nowMs);
      const isLost = gridW === undefined && (feed.hasSent || nowMs - startedMs > staleAfter * 1000);
      if (manual) {
        writer.set(NO_TARGET);
        return { ...decisionOf(['manual', 'manual'], nowMs), since: manual.sinceMs };
      }
      writer.set(targetOf(isLost || ignored, nowMs));
      const missing = mode === 'solar' || mode === 'min-solar' ? missingOf(maxCurrent, isOurs, nowMs) : [];
      const fault = faultOf(charger.identity.name, prepare ? [] : missing, ignored);
      if (feed.error) report(feed.error);
      else report(fault, fault?.message);
      return decisionOf(explain(gridW, ignored, missing), nowMs);
    },
  };
}

type Explained = [state: Decision['state'], reason: DecisionReason];

/** @returns makes a decision, and remembers since when state and reason are the same */
function createFeedDecision(charger: Charger, settings: () => Settings, meter: Meter) {
  let last: { state: Decision['state']; reason: DecisionReason; since: number } | undefined;
  return ([state, reason]: Explained, nowMs: number): Decision => {
    const { car, chargeW } = chargerReading(charger);
    const { mode, reserve } = settings();
    if (last?.state !== state || last.reason !== reason) last = { state, reason, since: nowMs };
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
      since: last.since,
    };
  };
}

function carState(charger: Pick<Charger, 'known'>): Decision['state'] {
  const car = knownOf(charger, 'car');
  if (car === CAR.idle) return 'no-car';
  if (car === CAR.charging) return 'charging';
  return car === CAR.error ? 'error' : car === CAR.complete && knownOf(charger, 'alw') === true ? 'full' : 'waiting';
}

/** Fault to report: settings that the owner has to make, or a charger that ignores the meter. */
function faultOf(name: string, missing: readonly string[], ignored: boolean): ChargerError | undefined {
  if (missing.length > 0)
    return new ChargerError(
      'INVALID',
      `${name}: its surplus mode needs ${missing.join(', ')}: set it in the go-e app, or let this node prepare the charger`,
    );
  if (ignored)
    return new ChargerError(
      'UNCONFIRMED',
      `${name}: ids is accepted and pgrid stays empty, so the charger ignores the meter: restart the charger (key rst), or choose the strategy regulate`,
    );
  return undefined;
}
