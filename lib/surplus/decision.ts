/** What a step has decided, before it is compared with what is set. */
import type { Next, ReasonWord, StateWord } from './explanation';
import type { Enabled } from './state';

export interface Decision {
  /** `as-found`: the charger is not the controller's to set yet; only a fuse may lower what is set. */
  enabled: Enabled | 'as-found';
  phases: 1 | 3;
  /** Meant while charging is allowed. */
  currentA: number;
  state: StateWord;
  reason: ReasonWord;
  next?: Next | undefined;
}

/** What comes next, in whole seconds; nothing where it cannot be told. */
export function next(action: Next['action'], inS: number): Next | undefined {
  return Number.isFinite(inS) ? { action, inS: Math.max(0, Math.ceil(inS)) } : undefined;
}
