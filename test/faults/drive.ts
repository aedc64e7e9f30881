/** Course of one case: well, broken, well again, with messages all the while. */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../support/until';
import type { ChargerFixture } from './charger-fixture';
import type { FaultEnvironment } from './environment';
import type { Fault } from './fault';
import type { Case } from './faults';
import { type Noted, TARGETS } from './tab';
import { startTraffic, type Traffic } from './traffic';

/** Course of one case. */
export interface Course {
  notes: readonly Noted[];
  /** Times when the cause was there, when it was gone, and when the charger was well again; by the clock of this machine. */
  brokenAt: number;
  mendedAt: number;
  healedAt: number | undefined;
}

/** A dead charger shows as such within two polls and two time limits, or the silence. */
const SHOWS_WITHIN_MS = 30_000;
const HEALS_WITHIN_MS = 20_000;
/** A message fails at the latest when its time is over. */
const BITES_WITHIN_MS = 20_000;
const LASTS_MS = { thatBites: 1500, thatDoesNot: 5000 };

/** @returns when all its messages have ended, or will not end any more */
export async function drive(environment: FaultEnvironment, one: Case, fixture: ChargerFixture): Promise<Course> {
  const traffic = startTraffic(environment, one.id, one.fault.also);
  try {
    return await takeThrough(environment, one, fixture, traffic);
  } finally {
    // Also where it went wrong: nothing may be given to a Node-RED that is closed.
    await traffic.stop();
  }
}

async function takeThrough(
  environment: FaultEnvironment,
  { id, fault }: Case,
  fixture: ChargerFixture,
  traffic: Traffic,
): Promise<Course> {
  const notes = environment.notes(id);
  const ended = () => notes.filter(({ what }) => what === 'completed' || what === 'caught').length;
  const allEnded = () => until(() => ended() >= traffic.given, `${id}: every message ends`, 16_000);

  if (!fault.fromStart) {
    await until(() => greenSince(notes) && isMarked(notes, fixture.sim.get('lbr')), `${id} is well at first`, 20_000);
    await traffic.giveEach();
    await allEnded();
  }
  const brokenAt = fault.fromStart ? 0 : Date.now();
  if (!fault.fromStart) await fault.begin(fixture);
  traffic.start();
  if (fault.shows === 'offline')
    await until(
      () => notes.some((note) => note.at >= brokenAt && isOffline(note)),
      `${id} shows offline`,
      SHOWS_WITHIN_MS,
    );
  await until(() => hasBitten(fault, notes, brokenAt), `${id} fails messages`, BITES_WITHIN_MS).catch(() => {});
  // At a random time, so that back-off is met in all its phases.
  const lastsMs = fault.reads || fault.writes ? LASTS_MS.thatBites : LASTS_MS.thatDoesNot;
  await delay((fault.lastsMs ?? lastsMs) + Math.random() * 3000);
  await traffic.stop();
  await fault.end(fixture);
  const mendedAt = Date.now();
  const mark = 201 + Math.floor(Math.random() * 50);
  fixture.sim.set({ lbr: mark });
  const isWell = () => greenSince(notes) && isMarked(notes, mark);
  await until(isWell, `${id} is well again`, Math.max(fault.healsWithinMs ?? 0, HEALS_WITHIN_MS)).catch(() => {});
  const marked = notes.find((note) => note.what === 'changed' && note.value === mark);
  const healedAt = isWell() ? Math.max(marked?.at ?? 0, greenSince(notes) ?? 0, mendedAt) : undefined;

  // Well again: everything has to work at once.
  await traffic.giveEach();
  await allEnded().catch(() => {});
  // A node that had much to show shows its last status up to two seconds late.
  await until(() => SHOWING.every((node) => lastShown(notes, node)?.fill === 'green'), `${id} shows it`, 3000).catch(
    () => {},
  );
  return { notes, brokenAt, mendedAt, healedAt };
}

/** Messages of each kind that can fail have failed. */
function hasBitten({ reads, writes, comesAndGoes }: Fault, notes: readonly Noted[], since: number): boolean {
  const failed = notes.filter((note) => note.what === 'caught' && note.at >= since);
  const isSet = (note: Noted) => note.what === 'caught' && note.node === 'set';
  const hasRead = !reads || failed.some((note) => !isSet(note));
  return comesAndGoes === true || (hasRead && (!writes || failed.some(isSet)));
}

export function isOffline(note: Noted): boolean {
  return note.what === 'shown' && note.node === 'event' && note.fill === 'red' && note.shape === 'ring';
}

/** The nodes of a case that show something. */
export const SHOWING = [...TARGETS, 'event'] as const;

/** Last status of a node. */
export function lastShown(notes: readonly Noted[], node: string): Extract<Noted, { what: 'shown' }> | undefined {
  let last: Extract<Noted, { what: 'shown' }> | undefined;
  for (const note of notes) if (note.what === 'shown' && note.node === node) last = note;
  return last;
}

/** Since when the node that no message goes through is green; undefined where it is not. */
function greenSince(notes: readonly Noted[]): number | undefined {
  let since: number | undefined;
  for (const note of notes) {
    if (note.what !== 'shown' || note.node !== 'event') continue;
    since = note.fill === 'green' ? (since ?? note.at) : undefined;
  }
  return since;
}

function isMarked(notes: readonly Noted[], mark: unknown): boolean {
  return notes.some((note) => note.what === 'changed' && note.name === 'lbr' && note.value === mark);
}
