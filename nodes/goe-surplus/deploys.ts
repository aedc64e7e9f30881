/**
 * What a closing node's end means: its successor is about to start, or nobody looks after the charger any more. Node-RED tells
 * a node only whether it was removed; whether the flows stop for good shows in what it says before it stops them.
 */
import type { NodeAPI } from 'node-red';

interface Stopping {
  /** The flows that are started next. */
  config?: { flows?: { id: string; type: string; z?: string; d?: boolean; disabled?: boolean; charger?: string }[] };
  /** What a deploy changes; nothing at all when Node-RED stops. */
  diff?: Record<string, unknown>;
}

interface Ear {
  users: number;
  stopping?: Stopping;
  heard(event: Stopping): void;
}

/** One for all nodes: a listener for each would be more than Node.js lets pass without a warning. */
const ears = new WeakMap<object, Ear>();

/** @returns whether this node is started again when it closes now; and what ends the listening */
export function watchDeploys(RED: NodeAPI, id: string, charger: string): { comesBack(): boolean; close(): void } {
  const ear = ears.get(RED.events) ?? newEar();
  ears.set(RED.events, ear);
  if (ear.users === 0) RED.events.on('flows:stopping', ear.heard);
  ear.users += 1;
  return {
    comesBack() {
      // Only a deploy compares what was with what comes.
      if (!ear.stopping?.diff || !('globalConfigChanged' in ear.stopping.diff)) return false;
      const flows = ear.stopping.config?.flows ?? [];
      const node = flows.find((each) => each.id === id);
      const tab = flows.find((each) => each.id === node?.z);
      // With another charger it comes back to that one, or to none; nobody looks after this one any more.
      const isNamed = /^\$\{/.test(node?.charger ?? '');
      const isThere = flows.some((each) => each.id === charger && each.d !== true);
      const isSameCharger = isNamed || (node?.charger === charger && isThere);
      return node !== undefined && node.d !== true && tab?.disabled !== true && isSameCharger;
    },
    close() {
      ear.users -= 1;
      if (ear.users === 0) RED.events.removeListener('flows:stopping', ear.heard);
    },
  };
}

function newEar(): Ear {
  const ear: Ear = {
    users: 0,
    heard(event) {
      ear.stopping = event;
    },
  };
  return ear;
}
