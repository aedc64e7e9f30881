/** What was taken is applied here, once a second: it stands in the values, and some keys do something else besides. */
import { beginTransaction, CARD_PLACES, endTransaction, eraseCard, learnCard, writeCard } from './access';
import { type Device, put, write } from './device';
import { WRITE_ONLY } from './setters';
import type { Json } from './simulator.types';
import { hearMeter } from './surplus';

/** `tcl` lapses after ten minutes [vendor's API table]. */
const TEMPORARY_LIMIT_MS = 600_000;
const HOUR_MS = 3_600_000;

/** Applies everything that was taken since the last tick, in the order in which it came. */
export function applyTaken(device: Device): void {
  for (const [key, { value, dueMs }] of device.taken) {
    if (device.nowMs < dueMs) continue;
    device.taken.delete(key);
    // The clock is its own source; setting it is taken and shows nothing.
    const shows = !WRITE_ONLY.has(key) || device.values.has(key);
    if (shows && key !== 'utc') write(device, key, shown(device, key, value));
    EFFECTS[key]?.(device, value);
    const card = /^c(\d)([nei])$/.exec(key);
    if (card) writeCard(device, Number(card[1]), { [CARD_PART[card[2] ?? 'n'] ?? 'name']: shown(device, key, value) });
  }
  if (device.values.get('tcl') !== null && device.nowMs >= device.temporaryLimitUntilMs && device.values.has('tcl'))
    write(device, 'tcl', null);
}

const CARD_PART: Readonly<Record<string, string>> = { n: 'name', e: 'energy', i: 'cardId' };

const EFFECTS: Readonly<Record<string, (device: Device, value: Json) => void>> = {
  ids: hearMeter,
  // Setting the tariff, even to the same, fetches its prices [goecharger/go-eCharger-API-v2#152].
  awc: (device) => {
    const start = Math.floor(device.nowMs / HOUR_MS) * (HOUR_MS / 1000);
    put(device, 'awcp', { start, end: start + HOUR_MS / 1000, marketprice: 8.25 });
  },
  tcl: (device) => {
    device.temporaryLimitUntilMs = device.nowMs + TEMPORARY_LIMIT_MS;
  },
  trx: (device, value) => (value === null ? endTransaction(device) : beginTransaction(device)),
  lrn: (device, value) => learnCard(device, Number(value)),
  del: (device, value) => eraseCard(device, Number(value)),
  cards: (device, value) => {
    const cards = Array.isArray(value) ? value.slice(0, CARD_PLACES) : [];
    cards.forEach((card, place) => {
      if (card !== null && typeof card === 'object' && !Array.isArray(card)) writeCard(device, place, card);
    });
  },
  rst: (device) => {
    device.rebootWanted = true;
  },
};

/** What a key shows after a write; mostly the value itself. */
function shown(device: Device, key: string, value: Json): Json {
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

const OLD_RANGES = 2;
const NOTHING = { begin: { hour: 0, minute: 0 }, end: { hour: 0, minute: 0 } };

/** Two ranges, as all schedules have that were seen before 60.5. */
function padded(schedule: Json): Json {
  if (!isObject(schedule) || !Array.isArray(schedule.ranges)) return schedule;
  const { ranges } = schedule;
  const more = Array.from({ length: Math.max(0, OLD_RANGES - ranges.length) }, () => structuredClone(NOTHING));
  return { ...schedule, ranges: [...ranges, ...more] };
}

/** A list may be partial, and a key is never shown, only that there is one [vendor's API table]. */
function mergeWifis(present: Json, change: Json): Json {
  if (!Array.isArray(present) || !Array.isArray(change)) return present;
  return present.map((wifi, place) => {
    const next = change[place];
    if (!isObject(wifi) || !isObject(next)) return wifi;
    const key = next.key === undefined ? wifi.key : typeof next.key === 'string' && next.key !== '';
    return { ...wifi, ...next, key: key ?? false };
  });
}

/** `go-eCharger/<serial>/` (a go-e Controller has its own), with a slash in front where the model has kept it. */
export function vendorPrefix(device: Device, slash = device.model.leadingSlash): string {
  return `${slash ? '/' : ''}${device.model.topics}/${device.identity.serial}/`;
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
