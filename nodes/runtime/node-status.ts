/**
 * What a node shows under itself: the availability of its charger, what came last, and why the last message failed.
 * Red ring: offline since when. Red dot: the last message failed. Yellow ring: connecting, waiting, or a value is not shown any
 * more. Green dot: well.
 */
import type { NodeStatus } from 'node-red';
import type { Availability, Charger } from '../../lib/charger/charger.types';
import { failureText, OFFLINE_TEXTS } from './failure';
import { createLine } from './line';
import type { Translations } from './translations';
import { createTurns } from './turns';

/**
 * A text such as `16 A`, or nothing for "connected"; `waiting` where the node itself waits for something. Of many in a row only
 * some are shown, so only those are made.
 */
export type StatusText = () => string | { waiting: string } | undefined;

export interface StatusDisplay {
  /** A message was served. */
  served(text: StatusText): void;
  /** News that no message asked for: an earlier failure stays visible. */
  news(text: StatusText): void;
  /** The last message failed. */
  failed(error: Error): void;
  /** The charger answers and does not show these names any more; none: it shows all again. */
  leftOut(names: readonly string[]): void;
  /** Something is under way. @returns ends the waiting */
  waiting(text: string): () => void;
  /** Shows nothing from now on: a new node with the same id may already have taken over. */
  close(): void;
}

/** Errors that say no more than that the charger is away: they are over as soon as it is back. */
const AWAY = new Set<unknown>(['OFFLINE', 'TIMEOUT']);
/** A charger that ignores what is written goes on doing so: red until a write succeeds, also while the next ones wait. */
const STAYS = new Set<unknown>(['UNCONFIRMED']);
/**
 * A status costs as much as many values: so many of a node are shown at once, and where it never rests, one in each of these
 * times. The last one is always shown in the end, and what goes wrong at once.
 */
const OF_ONE = { mostAtOnce: 20, everyMs: 2000 };
/** Nobody reads a thousand nodes: more than a hundred that never rest share what a hundred may show. */
const OF_ALL = { mostAtOnce: 50, everyMs: 20 };

const lineOfAll = createLine(createTurns(OF_ALL.mostAtOnce, OF_ALL.everyMs));

export function createStatusDisplay(
  node: { status(status: NodeStatus): void },
  charger: Pick<Charger, 'availability' | 'onAvailability'>,
  translations: Translations,
): StatusDisplay {
  let availability = charger.availability;
  let failure: Error | undefined;
  let text: StatusText = () => undefined;
  let leftOut: readonly string[] = [];
  const waits: string[] = [];
  let closed = false;
  let shown = '';
  const turnsOfOne = createTurns(OF_ONE.mostAtOnce, OF_ONE.everyMs);
  /** Waits for a turn of this node; what waits for one of all nodes stands in their line. */
  let timer: NodeJS.Timeout | undefined;
  /** What the timer waits with is nothing but news. */
  let isNews = false;

  const waitNoMore = () => {
    clearTimeout(timer);
    timer = undefined;
    lineOfAll.leave(showInTurn);
  };

  /** @returns whether there was anything new to show */
  const show = (): boolean => {
    waitNoMore();
    if (closed) return false;
    const status = current();
    const serialised = JSON.stringify(status);
    if (serialised === shown) return false;
    shown = serialised;
    node.status(status);
    return true;
  };

  const showInTurn = (): boolean => {
    const isNew = show();
    if (isNew) turnsOfOne.take();
    return isNew;
  };

  const inTurn = (go: () => void) => {
    waitNoMore();
    const waitMs = turnsOfOne.waitMs();
    if (waitMs === 0) return go();
    timer = setTimeout(() => {
      timer = undefined;
      go();
    }, waitMs);
  };

  /** What a message has waited for does not stand behind the news of a thousand nodes. */
  const showSoon = () => {
    if (closed || (timer && !isNews)) return;
    isNews = false;
    inTurn(showInTurn);
  };

  const showNews = () => {
    if (closed || timer || lineOfAll.has(showInTurn)) return;
    isNews = true;
    inTurn(() => lineOfAll.join(showInTurn));
  };

  const current = (): NodeStatus => {
    const wait = waits.at(-1);
    const code = (failure as { code?: unknown } | undefined)?.code;
    if (wait !== undefined && !STAYS.has(code)) return { fill: 'yellow', shape: 'ring', text: wait };
    if (failure && !(AWAY.has(code) && availability.state === 'offline'))
      return { fill: 'red', shape: 'dot', text: failureText(failure) };
    if (leftOut.length > 0 && availability.state === 'online')
      return { fill: 'yellow', shape: 'ring', text: leftOutText(leftOut, translations) };
    return availabilityStatus(availability, text(), translations);
  };

  const stop = charger.onAvailability((next) => {
    availability = next;
    if (next.state === 'online' && AWAY.has((failure as { code?: unknown } | undefined)?.code)) failure = undefined;
    show();
  });
  show();

  return {
    served(next) {
      failure = undefined;
      text = next;
      showSoon();
    },
    news(next) {
      text = next;
      showNews();
    },
    failed(error) {
      failure = error;
      show();
    },
    leftOut(names) {
      if (names.join() === leftOut.join()) return;
      leftOut = names;
      showNews();
    },
    waiting(wait) {
      waits.push(wait);
      showSoon();
      return () => {
        const at = waits.lastIndexOf(wait);
        if (at >= 0) waits.splice(at, 1);
        showSoon();
      };
    },
    close() {
      closed = true;
      waitNoMore();
      stop();
    },
  };
}

function availabilityStatus(
  availability: Availability,
  shown: ReturnType<StatusText>,
  translations: Translations,
): NodeStatus {
  const isWaiting = typeof shown === 'object';
  const text = isWaiting ? shown.waiting : shown;
  const fine = isWaiting ? ({ fill: 'yellow', shape: 'ring' } as const) : ({ fill: 'green', shape: 'dot' } as const);
  switch (availability.state) {
    case 'offline':
      return {
        fill: 'red',
        shape: 'ring',
        text: offlineText(availability, translations),
      };
    case 'connecting':
      return { fill: 'yellow', shape: 'ring', text: 'connecting' };
    case 'online':
      return { ...fine, text: text ?? 'connected' };
    case 'idle':
      // Nobody wants anything of the charger at the moment, so whether it is there is not known.
      return text === undefined ? {} : { ...fine, text };
  }
}

/** Under a node there is room for some. */
const MOST_LEFT_OUT = 3;

function leftOutText(names: readonly string[], translations: Translations): string {
  const some = names.slice(0, MOST_LEFT_OUT).join(', ');
  return `${translations.say('not shown')}: ${some}${names.length > MOST_LEFT_OUT ? ' …' : ''}`;
}

/** Since when, and why where knowing it spares somebody the log: not for what is merely out of reach. */
function offlineText(
  { since, cause }: Extract<Availability, { state: 'offline' }>,
  translations: Translations,
): string {
  const text = `${translations.say('offline since')} ${clockTime(since, translations.locale)}`;
  const why = cause && OFFLINE_TEXTS[cause];
  return why ? `${text}: ${translations.say(why)}` : text;
}

/** Hours and minutes where Node-RED runs, with the day when it was not today. */
function clockTime(time: number, locale: string): string {
  const date = new Date(time);
  const clock = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
  if (date.toDateString() === new Date().toDateString()) return clock;
  // Day before month: shorter, and the same for most readers of English.
  const day = locale === 'en' ? 'en-GB' : locale;
  return `${date.toLocaleDateString(day, { day: 'numeric', month: 'short' })} ${clock}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
