/** Decision: payload of the first output. The controller's explanation, or the same made from the charger's own surplus mode. */
import type { Explanation, Mode, ReasonWord } from '../../lib/surplus';

/** Reasons that only the strategy `feed` has. */
export type FeedReason =
  /** The charger gets the meter's values, and regulates. */
  | 'feeding'
  /** It gets them, and ignores them. */
  | 'feed-ignored'
  /** A setting that its surplus mode needs is missing. */
  | 'feed-missing';

export type DecisionReason = ReasonWord | FeedReason;
export type Decision = Omit<Explanation, 'reason'> & {
  reason: DecisionReason;
  /** Reason of the charger for not letting the car charge, as the registry's label in Node-RED's language. */
  detail?: string;
};

/** Decision while the charger is out of reach. */
export function unknownDecision(mode: Mode, since: number): Decision {
  return { state: 'error', mode, currentA: 0, phases: 1, powerW: 0, surplusW: 0, reason: 'car-unknown', since };
}

/** True where two decisions differ in measured values at most. */
export function isSameDecision(a: Decision, b: Decision | undefined): boolean {
  return (
    a.state === b?.state &&
    a.reason === b.reason &&
    a.mode === b.mode &&
    a.currentA === b.currentA &&
    a.phases === b.phases &&
    a.detail === b.detail &&
    a.next?.action === b.next?.action
  );
}
