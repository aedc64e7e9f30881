/** Output of the node: decisions and sessions as messages, and the status and the faults under it. */
import type { Node } from 'node-red';
import type { Charger } from '../../lib/charger/charger.types';
import type { StatusDisplay, StatusText } from '../runtime/node-status';
import type { Translations } from '../runtime/translations';
import { type Decision, isSameDecision } from './decision';
import type { FaultHooks } from './fault-report';
import type { SessionSummary } from './session-sources';
import { refusalText, statusText } from './status-text';
import type { StatusEntry } from './texts';

/** A decision that stays the same is sent again with new measurements, but no faster than this: for a curve of the day [our choice]. */
const REPEATED_EVERY_MS = 10_000;

export interface NodeOutput extends FaultHooks {
  /** The last decision; undefined before the first. */
  readonly decision: Decision | undefined;
  /** Sends a decision that is new, and shows it as the status. */
  publish(decision: Decision, nowMs: number): void;
  sessionEnded(summary: SessionSummary): void;
  /** A measurement has come: the same decision may be sent again. */
  measured(): void;
  /** A message was served. A fault stays under the node. */
  served(): void;
  /** Another node is the owner of the charger; undefined: this node is. Reported once. */
  ownerConflict(conflict: Error | undefined): void;
}

export function createNodeOutput(
  node: Pick<Node, 'send' | 'error'>,
  charger: Charger,
  display: StatusDisplay<StatusEntry>,
  translations: Translations<StatusEntry>,
): NodeOutput {
  let decision: Decision | undefined;
  let fault: Error | undefined;
  let sentMs = 0;
  let hasMeasurement = false;
  let hasConflict = false;

  const text: StatusText = () => {
    if (!decision) return undefined;
    const shown = statusText(decision, translations);
    return decision.reason === 'no-meter' ? { waiting: shown } : shown;
  };

  function failed(error: Error): void {
    fault = error;
    display.failed(error);
    node.error(error, {});
  }

  function recovered(): void {
    fault = undefined;
    display.served(text);
  }

  return {
    failed,
    recovered,
    get decision() {
      return decision;
    },
    publish(given, nowMs) {
      const detail = refusalText(given, charger, translations);
      const next = detail === undefined ? given : { ...given, detail };
      const isNew = !isSameDecision(next, decision);
      const since = !isNew && next.reason === 'car-unknown' ? decision!.since : next.since;
      decision = { ...next, since };
      display.news(text);
      if (!isNew && (nowMs - sentMs < REPEATED_EVERY_MS || !hasMeasurement)) return;
      sentMs = nowMs;
      hasMeasurement = false;
      node.send([{ topic: 'surplus', payload: structuredClone(decision), charger: charger.identity }, null]);
    },
    sessionEnded(summary) {
      node.send([null, { topic: 'session', payload: summary, charger: charger.identity }]);
    },
    measured() {
      hasMeasurement = true;
    },
    served() {
      if (fault) display.news(text);
      else display.served(text);
    },
    ownerConflict(conflict) {
      if (conflict && !hasConflict) {
        decision = undefined;
        failed(conflict);
      } else if (!conflict && hasConflict) recovered();
      hasConflict = conflict !== undefined;
    },
  };
}
