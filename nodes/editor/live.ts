/**
 * Live values: what a deployed charger reports now, for dialogs. They are asked for only while a dialog is open: everything once
 * when it opens, then what is known, at an interval.
 */
import type { Availability, Identity, Json } from '../../lib/charger/charger.types';
import { valueNamed } from '../../lib/keys';
import type { DeployedValues } from '../runtime/deployed-values';

/** The values of one charger. Where it is not deployed, or none is chosen, there are none, and nothing fails. */
export interface LiveValues {
  /** The present value of a name, decoded, secrets masked; undefined where it is not known. */
  get(name: string): Json | undefined;
  readonly availability: Availability | undefined;
  readonly identity: Identity | undefined;
  readonly firmware: string | undefined;
  /** Time when the values arrived, in milliseconds since 1970. */
  readonly time: number | undefined;
  /** Keys of the registry that this charger does not report; empty until everything was asked for. */
  readonly unsupported: ReadonlySet<string>;
  /** Calls back after every answer. @returns stops it; without subscribers nothing is asked */
  subscribe(changed: () => void): () => void;
}

export interface Live {
  /** @param chargerId id of a `goe-charger`; the same id always gives the same values */
  of(chargerId: string): LiveValues;
}

export interface LiveSource {
  /** Rejects with the HTTP status of a refusal, anything else where there was no answer. */
  ask(path: string): Promise<DeployedValues>;
  isDeployed(chargerId: string): boolean;
  pollIntervalMs: number;
}

const NONE: ReadonlySet<string> = new Set();

export function createLive(source: LiveSource): Live {
  const all = new Map<string, LiveValues>();
  return {
    of(chargerId) {
      const values = all.get(chargerId) ?? createValues(chargerId, source);
      all.set(chargerId, values);
      return values;
    },
  };
}

function createValues(chargerId: string, { ask, isDeployed, pollIntervalMs }: LiveSource): LiveValues {
  const listeners = new Set<() => void>();
  const path = `goe-charger/${encodeURIComponent(chargerId)}/values`;
  let answer: DeployedValues | undefined;
  let unsupported = NONE;
  let time: number | undefined;
  let asking = false;
  let wantsAll = false;

  const take = (next: DeployedValues | undefined) => {
    answer = next;
    time = next && Date.now();
    unsupported = next ? new Set(next.unsupported) : NONE;
    for (const listener of [...listeners]) listener();
  };

  const keepAsking = async () => {
    if (asking) return;
    asking = true;
    while (listeners.size > 0 && isDeployed(chargerId)) {
      const query = wantsAll ? '?ask=all' : '';
      wantsAll = false;
      try {
        take(await ask(path + query));
      } catch (status) {
        // Not deployed after all, or not allowed: the next dialog may try again. Without an answer we do at once.
        if (typeof status === 'number' && status >= 400 && status < 500 && status !== 429) {
          take(undefined);
          break;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
    }
    asking = false;
  };

  return {
    get(name) {
      return valueNamed(name, (key) => (answer && Object.hasOwn(answer.values, key) ? answer.values[key] : undefined));
    },
    get availability() {
      return answer?.availability;
    },
    get identity() {
      return answer?.identity;
    },
    get firmware() {
      return answer?.firmware;
    },
    get time() {
      return time;
    },
    get unsupported() {
      return unsupported;
    },
    subscribe(changed) {
      // A function of its own, so that one who subscribes twice is called twice and stops one at a time.
      const listener = () => changed();
      if (listeners.size === 0) {
        wantsAll = true;
        if (!isDeployed(chargerId) && answer) take(undefined);
      }
      listeners.add(listener);
      keepAsking();
      return () => void listeners.delete(listener);
    },
  };
}

/**
 * The values of the charger that is chosen now.
 * @param onChoice calls back when another is chosen. @returns stops it
 */
export function liveOfChoice(
  live: Live,
  chosen: () => string,
  onChoice: (changed: () => void) => () => void,
): LiveValues {
  const now = () => live.of(chosen());
  return {
    get: (name) => now().get(name),
    get availability() {
      return now().availability;
    },
    get identity() {
      return now().identity;
    },
    get firmware() {
      return now().firmware;
    },
    get time() {
      return now().time;
    },
    get unsupported() {
      return now().unsupported;
    },
    subscribe(changed) {
      let stop = now().subscribe(changed);
      const stopChoice = onChoice(() => {
        stop();
        stop = now().subscribe(changed);
        changed();
      });
      return () => {
        stopChoice();
        stop();
      };
    },
  };
}
