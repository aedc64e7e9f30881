/** Message of a goe-surplus: a measurement goes to the group and then to the meter of each node, a setting takes effect at once. */
import type { NodeMessageInFlow } from 'node-red';
import { MessageError } from '../runtime/failure';
import { type ChangedSettings, inputOf, withSetting } from './input';
import { acquireCharger, isFeeding, type SurplusNode } from './surplus-node';
import type { StatusEntry } from './texts';
import { tick } from './tick';

/** @throws MessageError (INVALID) with what is wrong and what helps */
export function receiveMessage(surplus: SurplusNode, msg: NodeMessageInFlow): void {
  const conflict = acquireCharger(surplus);
  if (conflict) throw conflict;
  const input = inputOf(msg, surplus.config, surplus.name);
  if ('measurement' in input) surplus.group.receive(input.measurement);
  else changeSetting(surplus, input.setting);
  surplus.output.served();
}

function changeSetting(surplus: SurplusNode, setting: ChangedSettings): void {
  const { name } = surplus;
  if (isFeeding(surplus.config) && setting.mode === 'min-solar')
    throw new MessageError<StatusEntry>(
      'invalid value',
      `${name}: mode cannot be min-solar while the charger regulates: send off, solar or fast, or choose the strategy regulate`,
    );
  surplus.changed = withSetting(surplus.changed, setting, surplus.settings(), name);
  // A mode that is chosen here counts more than an earlier override at the charger.
  if (setting.mode) surplus.manual.end();
  tick(surplus);
}
