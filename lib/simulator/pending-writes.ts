/** Pending writes: accepted writes are applied with the next tick; some keys have an effect besides their value. */

import { isObject, type Json } from '../json';
import { CARD_PLACES, endTransaction, eraseCard, learnCard, startTransaction, writeCard } from './access';
import { type Device, report, setValue } from './device';
import { WRITE_ONLY } from './setters';
import { receiveMeter } from './surplus';

/** A temporary limit (`tcl`) expires after ten minutes [vendor's API documents]. */
const TEMPORARY_LIMIT_MS = 600_000;
/** An hour [Gregorian calendar]. */
const HOUR_MS = 3_600_000;

/** Applies the writes that are due, in the order in which they came. */
export function applyPendingWrites(device: Device): void {
  for (const [key, { value, dueMs }] of device.pendingWrites) {
    if (device.nowMs < dueMs) continue;
    device.pendingWrites.delete(key);
    // The device has its own clock: a write of the time is accepted and changes nothing.
    const isReadable = !WRITE_ONLY.has(key) || device.values.has(key);
    if (isReadable && key !== 'utc') setValue(device, key, valueAfterWrite(device, key, value));
    EFFECTS[key]?.(device, value);
    const card = /^c(\d)([nei])$/.exec(key);
    if (card)
      writeCard(device, Number(card[1]), {
        [CARD_PART[card[2] ?? 'n'] ?? 'name']: valueAfterWrite(device, key, value),
      });
  }
  if (device.values.get('tcl') !== null && device.nowMs >= device.temporaryLimitUntilMs && device.values.has('tcl'))
    setValue(device, 'tcl', null);
}

const CARD_PART: Readonly<Record<string, string>> = { n: 'name', e: 'energy', i: 'cardId' };

/** The effects of writes besides the value. */
const EFFECTS: Readonly<Record<string, (device: Device, value: Json) => void>> = {
  ids: receiveMeter,
  // A write of the tariff, also of the same one, fetches its prices [goecharger/go-eCharger-API-v2#152].
  awc: (device) => {
    const start = Math.floor(device.nowMs / HOUR_MS) * (HOUR_MS / 1000);
    report(device, 'awcp', { start, end: start + HOUR_MS / 1000, marketprice: 8.25 });
  },
  tcl: (device) => {
    device.temporaryLimitUntilMs = device.nowMs + TEMPORARY_LIMIT_MS;
  },
  trx: (device, value) => (value === null ? endTransaction(device) : startTransaction(device)),
  lrn: (device, value) => learnCard(device, Number(value)),
  del: (device, value) => eraseCard(device, Number(value)),
  cards: (device, value) => {
    const cards = Array.isArray(value) ? value.slice(0, CARD_PLACES) : [];
    cards.forEach((card, place) => {
      if (isObject(card)) writeCard(device, place, card);
    });
  },
  rst: (device) => {
    device.rebootWanted = true;
  },
};

/** The value of a key after a write; mostly the value that was written. */
function valueAfterWrite(device: Device, key: string, value: Json): Json {
  const present = device.values.get(key) ?? null;
  switch (key) {
    case 'mtp':
      return value ?? vendorPrefix(device);
    case 'clp':
      return Array.isArray(value) ? value.slice(0, 5) : present;
    case 'cards':
      return present;
    case 'lot':
      return isObject(present) ? { ...present, ...(isObject(value) ? value : { amp: value, sta: value }) } : value;
    case 'wifis':
      return mergeWifis(present, value);
    case 'sch_week':
    case 'sch_satur':
    case 'sch_sund':
      return device.faults.active('padsRanges') ? padded(value) : value;
    default:
      return /^c\di$/.test(key) ? value !== '' : value;
  }
}

/** The number of ranges in every schedule that was seen before 60.5 [captured traffic]. */
const OLD_RANGES = 2;
const EMPTY_RANGE = { begin: { hour: 0, minute: 0 }, end: { hour: 0, minute: 0 } };

/** The schedule with at least two ranges. */
function padded(schedule: Json): Json {
  if (!isObject(schedule) || !Array.isArray(schedule.ranges)) return schedule;
  const { ranges } = schedule;
  const more = Array.from({ length: Math.max(0, OLD_RANGES - ranges.length) }, () => structuredClone(EMPTY_RANGE));
  return { ...schedule, ranges: [...ranges, ...more] };
}

/** Applies a partial list of networks. A password reads as true or false [vendor's API documents]. */
function mergeWifis(present: Json, change: Json): Json {
  if (!Array.isArray(present) || !Array.isArray(change)) return present;
  return present.map((wifi, place) => {
    const next = change[place];
    if (!isObject(wifi) || !isObject(next)) return wifi;
    const key = next.key === undefined ? wifi.key : typeof next.key === 'string' && next.key !== '';
    return { ...wifi, ...next, key: key ?? false };
  });
}

/** The vendor's topic prefix, `go-eCharger/<serial>/` (a go-e Controller has its own); some models have a slash in front. */
export function vendorPrefix(device: Device, slash = device.model.leadingSlash): string {
  return `${slash ? '/' : ''}${device.model.topics}/${device.identity.serial}/`;
}
