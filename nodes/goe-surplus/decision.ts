/** What the node decided, as its first output tells it: the controller's explanation, or the same from the charger's own mode. */
import type { Explanation, Mode, ReasonWord } from '../../lib/surplus';

/** Reasons that only strategy `feed` has. */
export type FeedReason =
  /** The charger is told what the meter says, and regulates. */
  | 'feeding'
  /** It is told, and does not take notice. */
  | 'feed-ignored'
  /** A setting that its surplus mode needs is another. */
  | 'feed-missing';

export type Reason = ReasonWord | FeedReason;
export type Decision = Omit<Explanation, 'reason'> & {
  reason: Reason;
  /** Why the charger does not let the car charge, in its own words and the language of Node-RED. */
  detail?: string;
};

/** While the charger is out of reach. */
export function unknownDecision(mode: Mode, since: number): Decision {
  return { state: 'error', mode, currentA: 0, phases: 1, powerW: 0, surplusW: 0, reason: 'car-unknown', since };
}

/** The same decision: what is only measured may differ. */
export function isSame(a: Decision, b: Decision | undefined): boolean {
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
