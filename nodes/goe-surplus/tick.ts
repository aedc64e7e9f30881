/** Tick of a goe-surplus: once a second, and with each measurement, it decides, writes what differs, and counts the session. */
import type { PlugEvent } from '../../lib/charger/plug';
import { asError } from '../runtime/failure';
import { asNumber, knownOf, missingKeys } from './charger-reading';
import { unknownDecision } from './decision';
import { acquireCharger, type SurplusNode } from './surplus-node';

/** Interval of the ticks: the controller works with steps of a second [our choice]. */
export const TICK_MS = 1000;
/** After this time online, a value that a charger has not sent is missing [our choice]. */
const SENT_ALL_MS = 10_000;

export function tick(surplus: SurplusNode): void {
  if (acquireCharger(surplus)) return;
  const nowMs = Date.now();
  const events = surplus.plug.check(nowMs);
  decideAndWrite(surplus, events, nowMs);
  countSession(surplus, events, nowMs);
}

/** A tick in a timer: an error must not end Node-RED. */
export function safeTick(surplus: SurplusNode): void {
  try {
    tick(surplus);
  } catch (thrown) {
    surplus.output.failed(asError(thrown));
  }
}

/** Decides and writes, once the charger has sent all that is needed. */
function decideAndWrite(surplus: SurplusNode, events: readonly PlugEvent[], nowMs: number): void {
  const { charger, config, display, manual, output, strategy, writer } = surplus;
  const wasUnplugged = events.some(({ kind }) => kind === 'unplugged');
  const respectsOverride = config.manual !== false;
  const override = respectsOverride ? manual.check(wasUnplugged, nowMs) : undefined;
  writer.pause(respectsOverride && manual.isUndecided);
  const { state, since } = charger.availability;
  const missing = missingKeys(charger);
  const hasBegun = output.decision !== undefined || (state === 'online' && nowMs - since >= SENT_ALL_MS);
  display.leftOut(hasBegun ? missing : []);
  if (state === 'offline' || (hasBegun && missing.length > 0)) {
    output.publish(unknownDecision(surplus.settings().mode, nowMs), nowMs);
  } else if (missing.length === 0) {
    output.publish(strategy.step(override, nowMs), nowMs);
    writer.writeDifferences();
  }
}

function countSession({ charger, meter, output, plug, session }: SurplusNode, events: PlugEvent[], nowMs: number) {
  const ended = session.tick({
    events,
    isPlugged: plug.isPlugged,
    wh: asNumber(knownOf(charger, 'wh')),
    decision: output.decision,
    nowMs,
    chargeW: asNumber(knownOf(charger, 'nrg.powerTotal')),
    gridW: meter.gridW(nowMs),
    batteryW: meter.part('batteryW', nowMs),
  });
  for (const summary of ended) output.sessionEnded(summary);
}
