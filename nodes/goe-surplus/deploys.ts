/**
 * What a closing node's end means: its successor is about to start, or nobody looks after the charger any more. Node-RED tells
 * a node only whether it was removed; whether the flows stop for good shows in what it says before it stops them.
 */
import type { NodeAPI } from 'node-red';

interface FlowEntry {
  id: string;
  type: string;
  z?: string;
  d?: boolean;
  disabled?: boolean;
  charger?: string;
}

/** The flows that run, or that are started next; another object each time they are loaded or deployed. */
interface Flows {
  flows?: FlowEntry[];
}

interface Stopping {
  config?: Flows;
  /** What a deploy changes. */
  diff?: Record<string, unknown>;
}

interface Ear {
  users: number;
  running?: Flows;
  stopping?: Stopping;
  stops(event: Stopping): void;
  started(event: { config?: Flows } | undefined): void;
}

/** One for all nodes: a listener for each would be more than Node.js lets pass without a warning. */
const ears = new WeakMap<object, Ear>();

/**
 * What it means that a node closes: it is started again with the same charger; it is removed, disabled, given another charger
 * or left without one; or all flows stop with Node-RED.
 */
export type Ending = 'comes back' | 'removed' | 'stopped';

/** @returns what it means when this node closes now; and what ends the listening */
export function watchDeploys(RED: NodeAPI, id: string, charger: string): { ending(): Ending; close(): void } {
  const ear = ears.get(RED.events) ?? newEar();
  ears.set(RED.events, ear);
  if (ear.users === 0) {
    RED.events.on('flows:stopping', ear.stops);
    RED.events.on('flows:started', ear.started);
  }
  ear.users += 1;
  return {
    ending() {
      const flows = ear.stopping?.config?.flows ?? [];
      if (!isFollowed(ear)) return 'stopped';
      const node = startedAgain(flows, id);
      // With another charger it comes back to that one, or to none; nobody looks after this one any more.
      const isNamed = /^\$\{/.test(node?.charger ?? '');
      const isSameCharger = node?.charger === charger || charger.endsWith(`-${node?.charger}`);
      const hasCharger = isNamed || (isSameCharger && startedAgain(flows, charger) !== undefined);
      return node !== undefined && hasCharger ? 'comes back' : 'removed';
    },
    close() {
      ear.users -= 1;
      if (ear.users > 0) return;
      RED.events.removeListener('flows:stopping', ear.stops);
      RED.events.removeListener('flows:started', ear.started);
      ears.delete(RED.events);
    },
  };
}

/** Only a deploy compares what was with what comes; a restart of the flows has loaded them anew. */
function isFollowed({ stopping, running }: Ear): boolean {
  if (stopping?.diff && 'globalConfigChanged' in stopping.diff) return true;
  return running !== undefined && stopping?.config !== undefined && stopping.config !== running;
}

/** What is written in the flows of a node that will run; in an instance of a subflow its id is made of both. */
function startedAgain(flows: readonly FlowEntry[], id: string): FlowEntry | undefined {
  const isOff = (each: FlowEntry | undefined) => each?.d === true || each?.disabled === true;
  const own = flows.find((each) => each.id === id);
  if (own) return isOff(own) || isOff(flows.find((each) => each.id === own.z)) ? undefined : own;
  return flows.find((each) => {
    if (isOff(each) || !id.endsWith(`-${each.id}`)) return false;
    return startedAgain(flows, id.slice(0, -each.id.length - 1))?.type === `subflow:${each.z}`;
  });
}

function newEar(): Ear {
  const ear: Ear = {
    users: 0,
    stops(event) {
      ear.stopping = event;
    },
    started(event) {
      ear.running = event?.config;
    },
  };
  return ear;
}
