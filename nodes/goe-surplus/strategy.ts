/** Strategy of a node: `regulate` (the controller here decides) or `feed` (the charger's own surplus mode decides). */
import type { State } from '../../lib/surplus';
import type { Decision } from './decision';
import type { ManualOverride } from './manual-override';

export interface Strategy {
  /** Calculates the next decision, and sets the target by it. @param manual an override in force: the charger is left as it is */
  step(manual: ManualOverride | undefined, nowMs: number): Decision;
  /** The node sets the charger: a measurement has come, or the mode needs none. Before that it leaves the charger as it is. */
  readonly inCharge: boolean;
  /** State of the controller, for a successor; undefined where the charger regulates. */
  readonly state: State | undefined;
}
