/**
 * What a node shows under itself: the availability of its charger, what came last, and why the last message failed.
 * Red ring: offline since when. Red dot: the last message failed. Yellow ring: connecting or waiting. Green dot: well.
 */
import type { NodeStatus } from 'node-red';
import type { Availability, Charger } from '../../lib/charger/charger.types';
import { failureText } from './failure';
import type { Words } from './words';

export interface Face {
  /** A message was served; a text such as `16 A`, or nothing for "connected". */
  served(text?: string): void;
  /** News that no message asked for: an earlier failure stays visible. */
  news(text: string | undefined): void;
  /** The last message failed. */
  failed(error: Error): void;
  /** Something is under way. @returns ends the waiting */
  waiting(text: string): () => void;
  /** Shows nothing from now on: a new node with the same id may already have taken over. */
  close(): void;
}

/** Errors that say no more than that the charger is away: they are over as soon as it is back. */
const AWAY = new Set<unknown>(['OFFLINE', 'TIMEOUT']);

export function createFace(
  node: { status(status: NodeStatus): void },
  charger: Pick<Charger, 'availability' | 'onAvailability'>,
  words: Words,
): Face {
  let availability = charger.availability;
  let failure: Error | undefined;
  let text: string | undefined;
  const waits: string[] = [];
  let closed = false;
  let shown = '';

  const show = () => {
    if (closed) return;
    const status = current();
    const serialised = JSON.stringify(status);
    if (serialised === shown) return;
    shown = serialised;
    node.status(status);
  };

  const current = (): NodeStatus => {
    const wait = waits.at(-1);
    if (wait !== undefined) return { fill: 'yellow', shape: 'ring', text: wait };
    const away = failure !== undefined && AWAY.has((failure as { code?: unknown }).code);
    if (failure && !(away && availability.state === 'offline'))
      return { fill: 'red', shape: 'dot', text: failureText(failure) };
    return availabilityStatus(availability, text, words);
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
      show();
    },
    news(next) {
      text = next;
      show();
    },
    failed(error) {
      failure = error;
      show();
    },
    waiting(wait) {
      waits.push(wait);
      show();
      return () => {
        const at = waits.lastIndexOf(wait);
        if (at >= 0) waits.splice(at, 1);
        show();
      };
    },
    close() {
      closed = true;
      stop();
    },
  };
}

function availabilityStatus(availability: Availability, text: string | undefined, words: Words): NodeStatus {
  switch (availability.state) {
    case 'offline':
      return {
        fill: 'red',
        shape: 'ring',
        text: `${words.say('offline since')} ${clockTime(availability.since, words.locale)}`,
      };
    case 'connecting':
      return { fill: 'yellow', shape: 'ring', text: 'connecting' };
    case 'online':
      return { fill: 'green', shape: 'dot', text: text ?? 'connected' };
    case 'idle':
      // Nobody wants anything of the charger at the moment, so whether it is there is not known.
      return text === undefined ? {} : { fill: 'green', shape: 'dot', text };
  }
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
