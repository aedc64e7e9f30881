/**
 * Close reason of a node: its successor is about to start, it was removed, or the flows stop for good. Node-RED tells a node only
 * whether it was removed, so the rest is read from its events `flows:stopping` and `flows:started` [Node-RED's runtime/lib/flows].
 */
import type { NodeAPI } from 'node-red';

/**
 * `redeployed`: it starts again with the same charger. `removed`: it is deleted, disabled, or has another charger or none.
 * `stopped`: all flows stop with Node-RED.
 */
export type CloseReason = 'redeployed' | 'removed' | 'stopped';

export interface CloseWatch {
  /** The reason, where this node closes now. */
  reason(): CloseReason;
  close(): void;
}

interface FlowEntry {
  id: string;
  type: string;
  z?: string;
  d?: boolean;
  disabled?: boolean;
  charger?: string;
}

/** Flows that run, or that start next; a new object each time they are loaded or deployed. */
interface Flows {
  flows?: FlowEntry[];
}

interface StoppingEvent {
  config?: Flows;
  /** Changes of a deploy. */
  diff?: Record<string, unknown>;
}

interface FlowsListener {
  users: number;
  running?: Flows;
  stopping?: StoppingEvent;
  onStopping(event: StoppingEvent): void;
  onStarted(event: { config?: Flows } | undefined): void;
}

/** One listener for all nodes: with one each, Node.js would warn of a leak. */
const listeners = new WeakMap<object, FlowsListener>();

/** @param chargerId the charger that the node has now */
export function watchClose(RED: NodeAPI, nodeId: string, chargerId: string): CloseWatch {
  const listener = listeners.get(RED.events) ?? createFlowsListener();
  listeners.set(RED.events, listener);
  if (listener.users === 0) {
    RED.events.on('flows:stopping', listener.onStopping);
    RED.events.on('flows:started', listener.onStarted);
  }
  listener.users += 1;
  return {
    reason() {
      const flows = listener.stopping?.config?.flows ?? [];
      if (!startsAgain(listener)) return 'stopped';
      const node = nextEntry(flows, nodeId);
      // An environment variable names the charger, or a subflow's own configuration node does.
      const isVariable = /^\$\{/.test(node?.charger ?? '');
      const isSameCharger = node?.charger === chargerId || chargerId.endsWith(`-${node?.charger}`);
      const hasCharger = isVariable || (isSameCharger && nextEntry(flows, chargerId) !== undefined);
      return node !== undefined && hasCharger ? 'redeployed' : 'removed';
    },
    close() {
      listener.users -= 1;
      if (listener.users > 0) return;
      RED.events.removeListener('flows:stopping', listener.onStopping);
      RED.events.removeListener('flows:started', listener.onStarted);
      listeners.delete(RED.events);
    },
  };
}

/** The flows start again after they have stopped. Only a deploy compares flows; a restart of the flows loads them again. */
function startsAgain({ stopping, running }: FlowsListener): boolean {
  if (stopping?.diff && 'globalConfigChanged' in stopping.diff) return true;
  return running !== undefined && stopping?.config !== undefined && stopping.config !== running;
}

/** Entry of a node in the next flows, where it runs there. In an instance of a subflow the id is made of both. */
function nextEntry(flows: readonly FlowEntry[], id: string): FlowEntry | undefined {
  const isOff = (each: FlowEntry | undefined) => each?.d === true || each?.disabled === true;
  const own = flows.find((each) => each.id === id);
  if (own) return isOff(own) || isOff(flows.find((each) => each.id === own.z)) ? undefined : own;
  return flows.find((each) => {
    if (isOff(each) || !id.endsWith(`-${each.id}`)) return false;
    return nextEntry(flows, id.slice(0, -each.id.length - 1))?.type === `subflow:${each.z}`;
  });
}

function createFlowsListener(): FlowsListener {
  const listener: FlowsListener = {
    users: 0,
    onStopping(event) {
      listener.stopping = event;
    },
    onStarted(event) {
      listener.running = event?.config;
    },
  };
  return listener;
}
