/** Happenings that the change of one key shows: a restart, an error, a phase switch, a card that was read. */
import type { Json } from '../json';
import { labelOf } from '../keys';
import type { HappeningName } from './charger.types';
import { cardOf } from './session';
import type { KeyChange } from './value-store';

export interface KeyHappeningsContext {
  emit(topic: HappeningName, payload: Record<string, Json>, time: number): void;
  /** The newest value of each key. */
  latest: ReadonlyMap<string, Json>;
  firmware(): string | undefined;
  /** The charger was restarted. */
  restarted(): void;
}

export interface KeyHappenings {
  /** The key is one of those that show a happening. */
  has(key: string): boolean;
  changed(change: KeyChange, time: number): void;
}

/** Time in which two signs of a restart are of the same one: over MQTT `rbc` and `rbt` arrive a moment apart [our choice]. */
const ONE_RESTART_MS = 30_000;

/** The judge of a key's change. `previous` is undefined for the first value, which is no happening. */
type Judge = (value: Json, previous: Json | undefined, time: number) => void;

export function createKeyHappenings({ emit, latest, firmware, restarted }: KeyHappeningsContext): KeyHappenings {
  let restartedAt = 0;

  function restart(time: number): void {
    if (time - restartedAt < ONE_RESTART_MS) return;
    restartedAt = time;
    restarted();
    emit('restarted', { rbc: latest.get('rbc') ?? null, rbt: latest.get('rbt') ?? null }, time);
  }

  const cardRead = (card: Json, time: number) => emit('card-read', { card, name: cardName(card, latest) }, time);
  const errorLabel = (value: Json) => labelOf('err', value, 'en', firmware()) ?? null;

  const judges: Record<string, Judge> = {
    rbc(value, previous, time) {
      if (isMore(value, previous)) restart(time);
    },
    rbt(value, previous, time) {
      if (isMore(previous, value)) restart(time);
    },
    err(value, previous, time) {
      if (previous === undefined || value === null) return;
      if (value !== 0) emit('error', { err: value, label: errorLabel(value) }, time);
      else if (previous !== null) emit('error-cleared', { err: value, previous, label: errorLabel(previous) }, time);
    },
    fsp(value, previous, time) {
      if (typeof value === 'boolean' && typeof previous === 'boolean')
        emit('phases-switched', { phases: value ? 1 : 3 }, time);
    },
    pnp(value, previous, time) {
      // Only where there is no `fsp`, or one switch would be emitted twice.
      if (latest.has('fsp') || typeof value !== 'number' || typeof previous !== 'number') return;
      if (value > 0) emit('phases-switched', { phases: value }, time);
    },
    lrr(value, previous, time) {
      if (previous !== undefined && value !== null) cardRead(latest.get('lrc') ?? null, time);
    },
    trx(value, previous, time) {
      const card = cardOf(value);
      // Older chargers do not show when a card was read; they show the transaction it began.
      if (previous !== undefined && card !== undefined && !latest.has('lrr')) cardRead(card, time);
    },
  };

  return {
    has: (key) => Object.hasOwn(judges, key),
    changed({ key, value, previous }, time) {
      if (Object.hasOwn(judges, key)) judges[key]!(value, previous, time);
    },
  };
}

/** Newer firmware has the names of cards in `c0n` to `c9n`, older in `cards`. */
function cardName(card: Json, latest: ReadonlyMap<string, Json>): string | null {
  const cards = latest.get('cards');
  const entry = Array.isArray(cards) && typeof card === 'number' ? cards[card] : undefined;
  const name =
    latest.get(`c${card}n`) ?? (entry && typeof entry === 'object' && !Array.isArray(entry) ? entry.name : undefined);
  return typeof name === 'string' ? name : null;
}

function isMore(value: Json | undefined, than: Json | undefined): boolean {
  return typeof value === 'number' && typeof than === 'number' && value > than;
}
