/** Verdict on one case, from what its tab has noted, what its charger received, and what was logged. */
import { shownIn } from '../support/canary';
import { CANARIES, type ChargerFixture } from './charger-fixture';
import type { Course } from './drive';
import { isOffline, lastShown, SHOWING } from './drive';
import { type Connection, codesIn, type Fault } from './fault';
import type { Noted } from './tab';
import { writtenBy } from './traffic';

/** Times a busy machine adds to those that are promised. */
export interface Slack {
  ms: number;
}

const HEALS_WITHIN_MS = 5000;
/** Time that a message may take beyond the time limit of its charger. */
const BEYOND_LIMIT_MS = 2000;
const USUAL_LIMIT_S = 10;
/** Time after which a status has to be right, from what it reports on. */
const SETTLES_MS = 500;
/** Lines about one charger: lost, found again, and one for what a message met. */
const MOST_LINES = 4;

type Of<What extends Noted['what']> = Extract<Noted, { what: What }>;

/** @returns what is wrong, in words; nothing where the case held */
export function judge(fault: Fault, fixture: ChargerFixture, course: Course, log: string, slack: Slack): string[] {
  const { notes, brokenAt, mendedAt, healedAt } = course;
  const of = <What extends Noted['what']>(what: What) => notes.filter((note): note is Of<What> => note.what === what);
  const wrong: string[] = [];
  const must = (isSo: unknown, what: string) => {
    if (!isSo) wrong.push(what);
  };
  const during = (note: Noted) => note.at >= brokenAt && note.at < mendedAt;

  // Every message ends exactly once, in time.
  const limitMs = Number(fault.config?.timeout ?? 4) * 1000 || USUAL_LIMIT_S * 1000;
  const given = of('given');
  for (const { node, n, at } of given) {
    const isMine = (note: { n: number }) => note.n === n;
    const sent = of('sent').filter(isMine);
    const completed = of('completed').filter(isMine);
    const caught = of('caught').filter(isMine);
    const counts = `${sent.length} sent, ${completed.length} completed, ${caught.length} caught`;
    const isOne = sent.length === completed.length && sent.length + caught.length === 1;
    must(isOne, `${node} ${n} ended with ${counts}`);
    const took = Math.max(...[...completed, ...caught].map((end) => end.at)) - at;
    must(!(took > limitMs + BEYOND_LIMIT_MS + slack.ms), `${node} ${n} took ${took} ms`);
  }

  // The codes, and the words.
  const errors = of('caught').filter((note) => during(note));
  for (const column of ['reads', 'writes'] as const) {
    const allowed: string[] = codesIn(fault[column]);
    // On a busy machine the time may be over before what is wrong is known.
    if (allowed.length > 0 && slack.ms > 0) allowed.push('TIMEOUT');
    const mine = errors.filter(({ node }) => (node === 'set') === (column === 'writes'));
    for (const { node, n, error } of mine)
      must(allowed.includes(error.code ?? ''), `${node} ${n} failed with ${error.code}: ${error.message}`);
    if (allowed.length > 0 && !fault.comesAndGoes) must(mine.length > 0, `no ${column} failed: the fault did not bite`);
  }
  for (const { node, n, at, error } of of('caught')) {
    must(
      error.message?.includes(fixture.nodes[0]?.name as string),
      `the error of ${node} ${n} names no charger: ${error.message}`,
    );
    if (healedAt !== undefined && at > healedAt) {
      const begun = given.find((note) => note.n === n)?.at ?? 0;
      must(begun <= healedAt, `${node} ${n} failed although all was well: ${error.message}`);
    }
  }
  const lines = log.split('\n').filter((line) => line.includes(`${fixture.nodes[0]?.name} `));
  if (fault.says) {
    const texts = [...errors.map(({ error }) => error.message), ...lines];
    must(
      texts.some((text) => fault.says?.test(text)),
      `nothing says ${fault.says}: ${texts.slice(0, 3).join(' | ')}`,
    );
  }

  // The status of a node that no message goes through.
  const offline = notes.filter((note) => during(note) && isOffline(note));
  if (fault.shows === 'online') must(offline.length === 0, 'it was shown offline');
  if (fault.shows === 'offline') must(offline.length > 0, 'it was not shown offline');
  must(healedAt !== undefined, 'it did not heal');
  const tookMs = (healedAt ?? mendedAt) - mendedAt;
  must(tookMs <= (fault.healsWithinMs ?? HEALS_WITHIN_MS) + slack.ms, `it took ${tookMs} ms to heal`);
  for (const node of SHOWING) {
    const last = lastShown(notes, node);
    must(last?.fill === 'green', `${node} shows ${last?.fill} ${last?.text} at the end`);
  }
  if (fault.happens) {
    const count = of('happened').filter(({ topic, at }) => topic === fault.happens && at >= brokenAt).length;
    must(count === 1, `“${fault.happens}” was sent ${count} times`);
  }

  // No value that the charger never had; what may be old is marked so.
  const seen = (name: string, value: unknown, where: string) =>
    must(fixture.shown.get(name)?.has(JSON.stringify(value)), `${where} has ${name} = ${JSON.stringify(value)}`);
  for (const { name, value } of of('changed')) seen(name, value, 'an event');
  for (const { node, n, at, payload, stale } of of('sent')) {
    for (const [name, value] of Object.entries(payload)) seen(name, value, `${node} ${n}`);
    const lost = offline.find((note) => note.at + SETTLES_MS < at);
    const isLost =
      lost &&
      !of('shown').some(
        (note) => note.node === 'event' && note.at > lost.at && note.at <= at + SETTLES_MS && note.fill !== 'red',
      );
    if (node === 'latest' && isLost) must(stale === true, `latest ${n} was not marked stale`);
  }

  // Nothing written twice, nothing dropped, nothing done after its message has failed.
  for (const { node, n, at } of given) {
    if (node !== 'set') continue;
    const json = JSON.stringify(writtenBy(n));
    const received = fixture.writes.filter(({ values }) => values.dwo === json);
    must(received.length <= 1, `${json} was written ${received.length} times`);
    const sent = of('sent').find((note) => note.n === n);
    const outcome = (sent?.result as Record<string, { outcome: string }> | undefined)?.dwo?.outcome;
    if (outcome === 'confirmed') must(fixture.shown.get('dwo')?.has(json), `${json} was confirmed and never stood`);
    if (outcome === 'superseded')
      must(
        given.some((note) => note.node === 'set' && note.n > n && note.at >= at),
        `${json} was superseded by nothing`,
      );
    const failed = of('caught').find((note) => note.n === n);
    if (failed)
      must(!received.some((write) => write.at > failed.at + SETTLES_MS), `${json} was written after it had failed`);
  }

  // The log.
  const complaints = lines.filter((line) => /\[(warn|error)\]/.test(line));
  must(
    complaints.length <= MOST_LINES,
    `${complaints.length} lines were logged: ${complaints.slice(0, 6).join(' | ')}`,
  );
  const shown = shownIn(Object.values(CANARIES), { notes: JSON.stringify(notes), log: lines.join('\n') });
  must(shown === undefined, String(shown));
  return wrong;
}

/** Verdict on Node-RED itself. */
export function judgeNodeRed(log: string, isRunning: boolean): string[] {
  const wrong: string[] = [];
  if (!isRunning) wrong.push('Node-RED does not run any more');
  const traces = log.match(/.*(unhandled|uncaught|MaxListeners|TypeError|RangeError|ReferenceError).*/gi) ?? [];
  wrong.push(...traces.slice(0, 5));
  const shown = shownIn(Object.values(CANARIES), { log });
  if (shown !== undefined) wrong.push(shown);
  return wrong;
}

export type { Connection };
