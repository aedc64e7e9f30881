/** Who may charge: cards, transactions (`trx`), access control (`acs`). */
import { type Device, isOn, numberOf, put, sinceBootMs, write } from './device';
import type { Json } from './simulator.types';

export const CARD_PLACES = 10;
/** A transaction without a car lapses after about this long [owners' reports]. */
const LAPSE_MS = 120_000;

/** `acs`: 0 everybody, 1 only with a card or the app. */
export function transactionMissing(device: Device): boolean {
  return numberOf(device, 'acs', 0) !== 0 && device.values.get('trx') === null;
}

export function isLearned(device: Device, place: number): boolean {
  const single = device.values.get(`c${place}i`);
  if (typeof single === 'boolean') return single;
  const cards = device.values.get('cards');
  const card = Array.isArray(cards) ? cards[place] : undefined;
  return typeof card === 'object' && card !== null && !Array.isArray(card) && card.cardId === true;
}

/** A card at the reader. Learned cards start a transaction; others are only remembered, for `lrn`. */
export function readCard(device: Device, card: number): void {
  const learned = card >= 0 && card < CARD_PLACES && isLearned(device, card);
  device.lastCard = card;
  put(device, 'lrr', sinceBootMs(device));
  put(device, 'lrc', learned ? card : null);
  put(device, 'lri', isOn(device, 'rde') ? serialOf(card) : null);
  if (!learned || device.values.get('trx') !== null) return;
  put(device, 'trx', card + 1);
  put(device, 'tsi', isOn(device, 'rde') ? serialOf(card) : null);
  beginTransaction(device);
}

/** A transaction has started, by card or by the API. */
export function beginTransaction(device: Device): void {
  device.transactionUntilMs = device.nowMs + LAPSE_MS;
}

/** Lets a transaction lapse that no car came for, and starts one without card where everybody may charge. */
export function stepAccess(device: Device): void {
  if (device.car) {
    if (device.values.get('trx') === null && numberOf(device, 'acs', 0) === 0 && device.offer.allowed)
      put(device, 'trx', 0);
    return;
  }
  if (device.values.get('trx') !== null && device.nowMs >= device.transactionUntilMs) endTransaction(device);
}

export function endTransaction(device: Device): void {
  put(device, 'trx', null);
  put(device, 'tsi', null);
}

/** The card that pays for this session: its place, or undefined. */
export function payingCard(device: Device): number | undefined {
  const trx = device.values.get('trx');
  return typeof trx === 'number' && trx > 0 ? trx - 1 : undefined;
}

export function learnCard(device: Device, place: number): void {
  if (device.lastCard === undefined) return;
  writeCard(device, place, { cardId: true });
}

export function eraseCard(device: Device, place: number): void {
  writeCard(device, place, { name: 'n/a', energy: 0, cardId: false });
}

type Card = { name?: Json; energy?: Json; cardId?: Json };

/** Changes a card in both spellings: V3 with firmware 60 reports `cards` and `c0n` … at once. */
export function writeCard(device: Device, place: number, change: Card): void {
  const single = { name: `c${place}n`, energy: `c${place}e`, cardId: `c${place}i` };
  for (const [part, key] of Object.entries(single)) {
    const value = change[part as keyof Card];
    if (value !== undefined && device.values.has(key)) write(device, key, value);
  }
  const cards = device.values.get('cards');
  if (!Array.isArray(cards)) return;
  const next = cards.map((card, index) =>
    index === place && card !== null && typeof card === 'object' ? { ...card, ...change } : card,
  );
  write(device, 'cards', next as Json);
}

export function energyOfCard(device: Device, place: number): number {
  const single = device.values.get(`c${place}e`);
  if (typeof single === 'number') return single;
  const cards = device.values.get('cards');
  const card = Array.isArray(cards) ? cards[place] : undefined;
  return typeof card === 'object' && card !== null && !Array.isArray(card) ? Number(card.energy) || 0 : 0;
}

function serialOf(card: number): string {
  return `04${(card & 0xff).toString(16).padStart(2, '0').toUpperCase()}A1B2C3D480`;
}
