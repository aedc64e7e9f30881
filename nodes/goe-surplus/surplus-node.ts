/** State of one goe-surplus node: its parts, and the settings that messages have changed. Messages, ticks, changes and the close work on it. */
import type { Node } from 'node-red';
import type { Charger } from '../../lib/charger/charger.types';
import type { Settings } from '../../lib/surplus';
import type { StatusDisplay } from '../runtime/node-status';
import type { ChargerRecord } from './charger-record';
import type { Group } from './group';
import type { ChangedSettings } from './input';
import type { ManualOverrideWatch } from './manual-override';
import type { Meter } from './meter';
import type { NodeOutput } from './output';
import type { Ownership } from './owner';
import type { Plug } from './plug';
import type { SurplusConfig } from './properties';
import type { SessionSources } from './session-sources';
import type { Strategy } from './strategy';
import type { TargetWriter } from './target';
import type { StatusEntry } from './texts';

export interface SurplusNode {
  readonly node: Node;
  /** Name in errors. */
  readonly name: string;
  readonly config: SurplusConfig;
  readonly charger: Charger;
  readonly display: StatusDisplay<StatusEntry>;
  /** Settings that the node was deployed with. */
  readonly deployed: Settings;
  /** Settings that messages have changed since. */
  changed: ChangedSettings;
  /** Settings in force: the deployed ones and the changed ones. */
  settings(): Settings;

  readonly output: NodeOutput;
  readonly ownership: Ownership;
  readonly meter: Meter;
  readonly group: Group;
  readonly plug: Plug;
  readonly manual: ManualOverrideWatch;
  readonly record: ChargerRecord;
  readonly writer: TargetWriter;
  readonly strategy: Strategy;
  readonly session: SessionSources;
}

/** Its strategy is `feed`: the charger regulates. */
export function isFeeding({ strategy }: SurplusConfig): boolean {
  return strategy === 'feed';
}

/** Makes the node the owner of its charger where it can. @returns the conflict with another owner, which is reported once */
export function acquireCharger({ ownership, output }: SurplusNode): Error | undefined {
  const conflict = ownership.acquire();
  output.ownerConflict(conflict);
  return conflict;
}
