/** Access: RFID cards, transactions (`trx`) and access control (`acs`). */

import { isObject, type Json } from '../json';
import { type Device, isOn, numberOf, report, setValue, sinceBootMs } from './device';

/** The number of cards that a charger stores. */
export const CARD_PLACES = 10;
/** A transaction without a car expires after about this time [owners' reports]. */
const TRANSACTION_EXPIRES_MS = 120_000;

/** True where charging needs a transaction and there is none (`acs`: 0 open, 1 with a card or the app). */
export function transactionMissing(device: Device): boolean {
  return numberOf(device, 'acs', 0) !== 0 && device.values.get('trx') === null;
}

/** True where a card is stored at this place. */
export function isStoredCard(device: Device, place: number): boolean {
  const single = device.values.get(`c${place}i`);
  if (typeof single === 'boolean') return single;
  const cards = device.values.get('cards');
  const card = Array.isArray(cards) ? cards[place] : undefined;
  return isObject(card) && card.cardId === true;
}

/** A card is held to the reader. A stored card starts a transaction; any other is only kept for `lrn`. */
export function readCard(device: Device, card: number): void {
  const isStored = card >= 0 && card < CARD_PLACES && isStoredCard(device, card);
  device.lastCard = card;
  report(device, 'lrr', sinceBootMs(device));
  report(device, 'lrc', isStored ? card : null);
  report(device, 'lri', isOn(device, 'rde') ? serialOf(card) : null);
  if (!isStored || device.values.get('trx') !== null) return;
  report(device, 'trx', card + 1);
  report(device, 'tsi', isOn(device, 'rde') ? serialOf(card) : null);
  startTransaction(device);
}

/** Starts the time after which a transaction without a car expires. */
export function startTransaction(device: Device): void {
  device.transactionUntilMs = device.nowMs + TRANSACTION_EXPIRES_MS;
}

/** Ends an expired transaction, and starts one without a card where access is open. */
export function stepAccess(device: Device): void {
  if (device.car) {
    if (device.values.get('trx') === null && numberOf(device, 'acs', 0) === 0 && device.offer.allowed)
      report(device, 'trx', 0);
    return;
  }
  if (device.values.get('trx') !== null && device.nowMs >= device.transactionUntilMs) endTransaction(device);
}

/** Ends the transaction. */
export function endTransaction(device: Device): void {
  report(device, 'trx', null);
  report(device, 'tsi', null);
}

/** The place of the card of this session, or undefined. */
export function payingCard(device: Device): number | undefined {
  const trx = device.values.get('trx');
  return typeof trx === 'number' && trx > 0 ? trx - 1 : undefined;
}

/** Stores the last card at the reader (`lrn`). */
export function learnCard(device: Device, place: number): void {
  if (device.lastCard === undefined) return;
  writeCard(device, place, { cardId: true });
}

/** Erases a stored card (`del`). */
export function eraseCard(device: Device, place: number): void {
  writeCard(device, place, { name: 'n/a', energy: 0, cardId: false });
}

type Card = { name?: Json; energy?: Json; cardId?: Json };

/** Changes a card in both forms: V3 with firmware 60 reports `cards`, and `c0n` … as well [captured traffic]. */
export function writeCard(device: Device, place: number, change: Card): void {
  const single = { name: `c${place}n`, energy: `c${place}e`, cardId: `c${place}i` };
  for (const [part, key] of Object.entries(single)) {
    const value = change[part as keyof Card];
    if (value !== undefined && device.values.has(key)) setValue(device, key, value);
  }
  const cards = device.values.get('cards');
  if (!Array.isArray(cards)) return;
  const next = cards.map((card, index) => (index === place && isObject(card) ? { ...card, ...change } : card));
  setValue(device, 'cards', next as Json);
}

/** The energy counted for a card, in Wh. */
export function energyOfCard(device: Device, place: number): number {
  const single = device.values.get(`c${place}e`);
  if (typeof single === 'number') return single;
  const cards = device.values.get('cards');
  const card = Array.isArray(cards) ? cards[place] : undefined;
  return isObject(card) ? Number(card.energy) || 0 : 0;
}

function serialOf(card: number): string {
  return `04${(card & 0xff).toString(16).padStart(2, '0').toUpperCase()}A1B2C3D480`;
}
