/**
 * Record of a charger: the values that were found before goe-surplus wrote, and the values that goe-surplus wrote. The first are
 * given back when the node is removed; the second distinguish its own values from the owner's. It outlasts a killed Node-RED.
 */
import type { Node, NodeAPI } from 'node-red';
import type { Charger, Json } from '../../lib/charger/charger.types';
import { type StateFile, stateFileOf } from '../runtime/state-file';
import { FORCE, knownOf } from './charger-reading';
import type { Target, TargetKey, TargetValue } from './target';

export interface ChargerRecord {
  /** Notes values that are about to be written, and the values that stand there now. */
  noteWrite(values: Target): void;
  /** Notes a value as this node's own before it is in the target. @returns false: it could not be saved, and is not noted */
  saveOwn(key: TargetKey, value: number): boolean;
  /** goe-surplus wrote this value to this key, in this process or an earlier one. */
  isOwn(key: TargetKey, value: Json): boolean;
  /**
   * Notes a value that the charger shows and this node has not written lately: it counts as found from now on.
   * @param first the first value since the node started: an earlier process may have written it
   */
  noteShown(key: string, value: Json, first: boolean): void;
  /** Values that were found, of the keys that were written since. */
  readonly found: Readonly<Target>;
  /** Ends the record: all was given back, or stays on purpose. */
  forget(): void;
}

/** Name of the file in Node-RED's user directory. */
const FILE = 'goe-surplus.json';
const KEYS: readonly TargetKey[] = ['frc', 'amp', 'psm', 'lmo', 'fup', 'acp', 'dwo'];
/** Number of own values that are kept of each key, the newest ones. */
const KEPT_VALUES = 4;
/** Keys that change every few seconds, which wears a memory card: their own values are known in this process only. */
const NOT_IN_FILE = new Set<string>(['amp']);

interface Entry {
  found: Target;
  own: Partial<Record<TargetKey, TargetValue[]>>;
}

/** Entries by file and charger, for all nodes of this process. */
const entries = new WeakMap<StateFile, Map<string, Entry>>();

/**
 * Opens the record of a node's charger, in Node-RED's user directory. Where that is not possible, the node warns once.
 * @returns with it `beforeWrite`, to be called before values are written
 */
export function openChargerRecord(
  RED: NodeAPI,
  node: Pick<Node, 'warn'>,
  charger: Pick<Charger, 'identity' | 'known'>,
  id: string,
): { record: ChargerRecord; beforeWrite(values: Target): void } {
  const file = stateFileOf(RED, FILE);
  const record = chargerRecordOf(charger, id, file);
  let warned: string | undefined;
  const warnOfFile = () => {
    if (file.problem !== undefined && file.problem !== warned)
      node.warn(
        `${file.problem}. Until then a Node-RED that is killed leaves no energy limit at ${charger.identity.name}.`,
      );
    warned = file.problem;
  };
  warnOfFile();
  return {
    record,
    beforeWrite(values) {
      record.noteWrite(values);
      warnOfFile();
    },
  };
}

/** @param id names a charger whose serial number is not known */
export function chargerRecordOf(
  charger: Pick<Charger, 'identity' | 'known'>,
  id: string,
  file: StateFile,
): ChargerRecord {
  const name = () => charger.identity.serial ?? `node ${id}`;

  function entry(): Entry {
    const known = entries.get(file) ?? new Map<string, Entry>();
    entries.set(file, known);
    const made = known.get(name()) ?? entryOf(file.get(name()));
    known.set(name(), made);
    return made;
  }

  function save(): boolean {
    const { found, own } = entry();
    const inFile = Object.fromEntries(Object.entries(own).filter(([key]) => !NOT_IN_FILE.has(key)));
    return file.set(name(), { found, own: inFile });
  }

  /** @returns true: there is something new to save */
  function noteOwn(key: TargetKey, value: TargetValue): boolean {
    const { own } = entry();
    const before = own[key] ?? [];
    own[key] = [value, ...before.filter((each) => each !== value)].slice(0, KEPT_VALUES);
    return !NOT_IN_FILE.has(key) && !before.includes(value);
  }

  return {
    get found() {
      return entry().found;
    },
    noteWrite(values) {
      const { found } = entry();
      let isNew = false;
      for (const [key, value] of Object.entries(values) as [TargetKey, TargetValue][]) {
        const present = knownOf(charger, key);
        if (!(key in found) && isValue(present)) {
          found[key] = present;
          isNew = true;
        }
        if (noteOwn(key, value)) isNew = true;
      }
      if (isNew) save();
    },
    saveOwn(key, value) {
      const before = entry().own[key] ?? [];
      if (!noteOwn(key, value) || save()) return true;
      entry().own[key] = before;
      return false;
    },
    isOwn: (key, value) => isValue(value) && (entry().own[key] ?? []).includes(value),
    noteShown(shownKey, value, first) {
      const { found, own } = entry();
      const key = shownKey as TargetKey;
      if (!(key in found) || !isValue(value) || found[key] === value) return;
      // `frc` falls to 0 when the car is unplugged, whoever set it [goecharger/go-eCharger-API-v2#117].
      const isLapsed = key === 'frc' && value === 0;
      // It may show late, or again after a restart. `frc` has so few values that the owner uses the same ones.
      const mayBeOurs = first || key !== 'frc';
      // Of `amp` the values of an earlier process are not known, so the first one may be its own.
      if (!isLapsed && mayBeOurs && (own[key]?.includes(value) ?? true)) return;
      found[key] = value;
      save();
    },
    forget() {
      entries.get(file)?.delete(name());
      if (file.get(name()) !== undefined) file.set(name(), undefined);
    },
  };
}

/**
 * An earlier process forced the car to charge and was killed: that was for surplus, and not the owner's choice. To be called at the
 * start, before anybody else can have forced it.
 */
export function isLeftForced(charger: Pick<Charger, 'known'>, record: Pick<ChargerRecord, 'found' | 'isOwn'>): boolean {
  return knownOf(charger, 'frc') === FORCE.on && 'frc' in record.found && record.isOwn('frc', FORCE.on);
}

/** Entry from the file, which somebody may have edited. */
function entryOf(saved: unknown): Entry {
  const { found, own } = (saved ?? {}) as { found?: Record<string, unknown>; own?: Record<string, unknown> };
  const entry: Entry = { found: {}, own: {} };
  for (const key of KEYS) {
    const stood = found?.[key];
    const written = own?.[key];
    if (isValue(stood)) entry.found[key] = stood;
    if (Array.isArray(written)) entry.own[key] = written.filter(isValue).slice(0, KEPT_VALUES);
  }
  return entry;
}

function isValue(value: unknown): value is TargetValue {
  return value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
