/**
 * The messages a node will send, made by the very functions that make the real ones, from what the charger reports now or
 * else from examples.
 */
import type { Change, HappeningName, Identity, Json, Known } from '../../lib/charger/charger.types';
import { keyOf, labelOf, rowOf } from '../../lib/keys';
import { meaningsOf } from '../goe-event/meanings';
import { changeMessage, changesMessage, happeningMessage } from '../goe-event/messages';
import { type Output, payloadOf } from '../goe-status/answer';
import type { Translations } from '../runtime/translations';
import { beforeOf, exampleOf } from './example-value';
import type { LiveValues } from './live';

export interface ExampleMessage {
  /** Which output it leaves by, counted from 1. */
  output: number;
  /** The name or the happening it is about; empty where there is only one message. */
  topic: string;
  message: Record<string, unknown>;
  /** The payload goes on: everything is more than one wants to read. */
  cut: boolean;
  /** True where nothing in it comes from a charger. */
  madeUp: boolean;
}

export interface ExampleContext {
  live: Pick<LiveValues, 'get' | 'availability' | 'firmware' | 'identity' | 'time' | 'unsupported'>;
  /** For where no charger is deployed. */
  identity: Identity;
  translations: Translations;
  /** What is shown of everything. */
  often: readonly string[];
}

/** So many of everything are shown. */
const EVERYTHING = 8;
/** Far enough back for a session. */
const SESSION_MS = 2.5 * 3600 * 1000;

/** @returns undefined where it will fail: a single value of nothing, or of what this charger does not have */
export function statusExample(
  { names, output }: { names: readonly string[]; output: Output },
  context: ExampleContext,
): [ExampleMessage] | undefined {
  const { live } = context;
  const everything = names.length === 0;
  if (everything && output === 'value') return undefined;
  const shown = everything ? someOf(context) : names;
  const known = new Map<string, Known>();
  const missing: string[] = [];
  const stale = live.availability?.state === 'offline';
  for (const name of shown) {
    if (isMissing(name, live)) missing.push(name);
    else known.set(name, { value: presentOf(name, context), time: timeOf(context), stale });
  }
  const [first] = names;
  if (known.size === 0 || (output === 'value' && first !== undefined && !known.has(first))) return undefined;
  const look = { ...context, firmware: live.firmware };
  const payload = payloadOf({ known, missing }, names, output, look);
  const message = { payload, ...(missing.length > 0 && { missing }), ...(stale && { stale }) };
  return [{ output: 1, topic: '', message, cut: everything, madeUp: isMadeUp(shown, context) }];
}

/** First those of changes, then those of happenings; with `together` one of all changes. */
export function eventExamples(
  {
    names,
    happenings,
    output,
  }: { names: readonly string[]; happenings: readonly HappeningName[]; output: 'each' | 'together' },
  context: ExampleContext,
): ExampleMessage[] {
  const { live } = context;
  const there = names.filter((name) => !isMissing(name, live));
  const charger = live.identity ?? context.identity;
  const about = { charger, meanings: meaningsOf(context.translations, live.firmware) };
  const changes = there.map((name): Change => {
    const value = presentOf(name, context);
    return { name, value, previous: beforeOf(name, value, live.firmware), time: timeOf(context) };
  });
  const first =
    output === 'together' && changes.length > 0
      ? [exampleOfChange('changes', changesMessage(changes, about), there, context)]
      : changes.map((change) => exampleOfChange(change.name, changeMessage(change, about), [change.name], context));
  const second = happenings.map((topic): ExampleMessage => {
    const payload = happeningPayload(topic, context);
    const message = happeningMessage({ topic, payload, time: timeOf(context) }, charger);
    return { output: 2, topic, message: { ...message }, cut: false, madeUp: live.identity === undefined };
  });
  return [...first, ...second];
}

function exampleOfChange(
  topic: string,
  message: object,
  names: readonly string[],
  context: ExampleContext,
): ExampleMessage {
  return { output: 1, topic, message: { ...message }, cut: false, madeUp: isMadeUp(names, context) };
}

/** What belongs to each happening, with numbers as they could be. */
export function happeningPayload(topic: HappeningName, context: ExampleContext): Record<string, Json> {
  const { live } = context;
  const now = timeOf(context);
  const wh = presentOf('wh', context);
  const energy = typeof wh === 'number' ? Math.round(wh * 10) / 10 : wh;
  const firmware = live.firmware;
  switch (topic) {
    case 'online':
      return {};
    case 'offline':
      return { reason: 'no answer within 10 s', code: 'TIMEOUT' };
    case 'restarted':
      return { rbc: presentOf('rbc', context), rbt: 4200 };
    case 'car-connected':
      return { car: 3 };
    case 'car-disconnected':
      return { car: 1 };
    case 'charging-started':
      return { car: 2 };
    case 'charging-stopped':
      return { car: 3, energy, ...reason(firmware) };
    case 'charging-finished':
      return { car: 4, energy };
    case 'card-read':
      return { card: 0, name: 'Anna' };
    case 'phases-switched':
      return { phases: 1 };
    case 'error':
      return error(firmware);
    case 'error-cleared': {
      const { err, label } = error(firmware);
      return { err: 0, previous: err, label };
    }
    case 'session-ended':
      return { start: now - SESSION_MS, end: now, energy, card: 0, peakPower: 11_040, chargingTime: 5400 };
  }
}

/** The happening's own labels are in English, whatever language one looks in. */
function reason(firmware: string | undefined): { modelStatus: Json; reason: Json } {
  const option = rowOf('modelStatus', firmware)?.options?.find(({ name }) => /ForceState/i.test(name));
  const value = option?.value ?? 0;
  return { modelStatus: value, reason: labelOf('modelStatus', value, 'en', firmware) ?? null };
}

function error(firmware: string | undefined): { err: Json; label: Json } {
  const options = rowOf('err', firmware)?.options ?? [];
  const value =
    options.find((option) => option.value !== 0 && labelOf('err', option.value, 'en', firmware))?.value ?? 1;
  return { err: value, label: labelOf('err', value, 'en', firmware) ?? null };
}

function someOf({ live, often }: ExampleContext): string[] {
  const keys = often.filter((name) => name === keyOf(name));
  const known = keys.filter((name) => live.get(name) !== undefined);
  return (known.length > 0 ? known : keys).slice(0, EVERYTHING);
}

function presentOf(name: string, { live }: ExampleContext): Json {
  const value = live.get(name);
  return value !== undefined ? value : (exampleOf(name, live.firmware) ?? null);
}

function timeOf({ live }: ExampleContext): number {
  return live.time ?? Date.now();
}

/** What can only be written has no value, whatever the charger. */
function isMissing(name: string, live: ExampleContext['live']): boolean {
  const key = keyOf(name);
  return live.get(name) === undefined && (live.unsupported.has(key) || rowOf(key, live.firmware)?.access === 'w');
}

function isMadeUp(names: readonly string[], { live }: ExampleContext): boolean {
  return names.every((name) => live.get(name) === undefined);
}
