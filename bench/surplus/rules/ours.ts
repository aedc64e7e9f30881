/** Rule of this package: its controller with its defaults; of the house it knows only the largest current of the charger. */
import * as surplus from '../../../lib/surplus/index';
import type { Controller } from '../plant';

export function ours(maxA: number): Controller {
  const settings = { maxCurrent: maxA };
  let state = surplus.initial(settings);
  return {
    name: 'goe-surplus',
    step(view, nowMs) {
      const next = surplus.step(settings, state, view, nowMs);
      state = next.state;
      const { enabled, currentA, phases } = next.commands;
      return { enabled: enabled === 'release' ? undefined : enabled, currentA, phases };
    },
  };
}
