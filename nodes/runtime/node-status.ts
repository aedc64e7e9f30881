/**
 * Status under a node: the availability of its charger, the latest values, and why the last message failed.
 * Red ring: offline since when. Red dot: the last message failed. Yellow ring: connecting, waiting, or the charger does not
 * show a value any more. Green dot: all is well.
 */
import type { NodeStatus } from 'node-red';
import type { Availability, Charger } from '../../lib/charger/charger.types';
import { failureText, type OfflineText, offlineText } from './failure';
import { createStatusThrottle } from './status-throttle';
import type { Translations } from './translations';

/**
 * A text such as `16 A`, or undefined for "connected"; `waiting` where the node itself waits for something. Made only when it
 * is shown.
 */
export type StatusText = () => string | { waiting: string } | undefined;

/** Entries that the catalogue of every node with a charger has. */
export type AvailabilityText = 'connected' | 'connecting' | 'offline since' | 'not shown' | OfflineText;

/** `Text`: the status texts of the node's catalogue. */
export interface StatusDisplay<Text extends string = string> {
  /** A message was served. */
  served(text: StatusText): void;
  /** News that no message asked for: an earlier failure stays visible. */
  news(text: StatusText): void;
  /** The last message failed. */
  failed(error: Error): void;
  /** The charger answers and does not show these names any more; none: it shows all again. */
  leftOut(names: readonly string[]): void;
  /** Something is under way. @returns ends the waiting */
  waiting(text: Text): () => void;
  /** Shows nothing from now on: a new node with the same id may already have taken over. */
  close(): void;
}

/** Errors that say only that the charger is away: they are over as soon as it is back. */
const AWAY = new Set<unknown>(['OFFLINE', 'TIMEOUT']);
/** A charger that ignores what is written goes on doing so: red until a write succeeds, also while the next ones wait. */
const STAYS = new Set<unknown>(['UNCONFIRMED']);
/** All that a status is made of. */
interface State {
  availability: Availability;
  failure: Error | undefined;
  text: StatusText;
  leftOut: readonly string[];
  /** Texts of the work under way, the latest at the end. */
  waits: string[];
}

export function createStatusDisplay(
  node: { status(status: NodeStatus): void },
  charger: Pick<Charger, 'availability' | 'onAvailability'>,
  translations: Translations<AvailabilityText>,
): StatusDisplay {
  const state: State = {
    availability: charger.availability,
    failure: undefined,
    text: () => undefined,
    leftOut: [],
    waits: [],
  };
  let shown = '';
  const throttle = createStatusThrottle(() => {
    const status = statusOf(state, translations);
    const serialised = JSON.stringify(status);
    if (serialised === shown) return false;
    shown = serialised;
    node.status(status);
    return true;
  });
  const stop = charger.onAvailability((availability) => {
    state.availability = availability;
    if (availability.state === 'online' && AWAY.has(codeOf(state.failure))) state.failure = undefined;
    throttle.now();
  });
  throttle.now();

  return {
    served(text) {
      state.failure = undefined;
      state.text = text;
      throttle.soon();
    },
    news(text) {
      state.text = text;
      throttle.soon();
    },
    failed(error) {
      state.failure = error;
      throttle.now();
    },
    leftOut(names) {
      if (names.join() === state.leftOut.join()) return;
      state.leftOut = names;
      throttle.soon();
    },
    waiting(wait) {
      state.waits.push(wait);
      throttle.soon();
      return () => {
        const at = state.waits.lastIndexOf(wait);
        if (at >= 0) state.waits.splice(at, 1);
        throttle.soon();
      };
    },
    close() {
      stop();
      throttle.close();
    },
  };
}

function statusOf(
  { availability, failure, text, leftOut, waits }: State,
  translations: Translations<AvailabilityText>,
): NodeStatus {
  const wait = waits.at(-1);
  const code = codeOf(failure);
  if (wait !== undefined && !STAYS.has(code)) return { fill: 'yellow', shape: 'ring', text: wait };
  if (failure && !(AWAY.has(code) && availability.state === 'offline'))
    return { fill: 'red', shape: 'dot', text: failureText(failure) };
  if (leftOut.length > 0 && availability.state === 'online')
    return { fill: 'yellow', shape: 'ring', text: leftOutText(leftOut, translations) };
  return availabilityStatus(availability, text(), translations);
}

function codeOf(failure: Error | undefined): unknown {
  return (failure as { code?: unknown } | undefined)?.code;
}

function availabilityStatus(
  availability: Availability,
  shown: ReturnType<StatusText>,
  translations: Translations<AvailabilityText>,
): NodeStatus {
  const isWaiting = typeof shown === 'object';
  const text = isWaiting ? shown.waiting : shown;
  const fine = isWaiting ? ({ fill: 'yellow', shape: 'ring' } as const) : ({ fill: 'green', shape: 'dot' } as const);
  switch (availability.state) {
    case 'offline':
      return {
        fill: 'red',
        shape: 'ring',
        text: offlineStatusText(availability, translations),
      };
    case 'connecting':
      return { fill: 'yellow', shape: 'ring', text: 'connecting' };
    case 'online':
      return { ...fine, text: text ?? 'connected' };
    case 'idle':
      // No node needs anything of the charger now, so it is not known whether it is there.
      return text === undefined ? {} : { ...fine, text };
  }
}

/** Names that there is room for under a node. */
const MOST_LEFT_OUT = 3;

function leftOutText(names: readonly string[], translations: Translations<AvailabilityText>): string {
  const some = names.slice(0, MOST_LEFT_OUT).join(', ');
  return `${translations.translate('not shown')}: ${some}${names.length > MOST_LEFT_OUT ? ' …' : ''}`;
}

/** Since when, and the reason where it can be put right; not for a charger that is merely out of reach. */
function offlineStatusText(
  { since, cause }: Extract<Availability, { state: 'offline' }>,
  translations: Translations<AvailabilityText>,
): string {
  const text = `${translations.translate('offline since')} ${clockTime(since, translations.locale)}`;
  const why = cause && offlineText(cause);
  return why ? `${text}: ${translations.translate(why)}` : text;
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
