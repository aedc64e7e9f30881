/** Properties of a saved goe-surplus node, and the controller's settings made of them. */
import type { NodeDef } from 'node-red';
import { complete, type Settings, type SettingsInput } from '../../lib/surplus';
import { CONTROLLER_SETTINGS } from '../../lib/surplus/settings';
import { numberOf, type SavedOf } from '../runtime/settings';
import type { SETTINGS } from './settings';

export type SurplusConfig = NodeDef & SavedOf<typeof SETTINGS>;

/** Numbers come from the dialog as text; an empty box is the default. */
export function settingsOf(config: SurplusConfig): Settings {
  const entries = Object.entries(CONTROLLER_SETTINGS).map(([name, setting]) => {
    const value = config[name as keyof SurplusConfig];
    return [name, 'choices' in setting ? value : numberOf(value)];
  });
  return complete(Object.fromEntries(entries) as SettingsInput);
}
