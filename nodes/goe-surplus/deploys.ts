/**
 * What a closing node's end means: its successor is about to start, or nobody looks after the charger any more. Node-RED tells
 * a node only whether it was removed; whether the flows stop for good shows in what it says before it stops them.
 */
import type { NodeAPI } from 'node-red';

interface Stopping {
  /** The flows that are started next. */
  config?: { flows?: { id: string; type: string; z?: string; d?: boolean; disabled?: boolean }[] };
  /** What a deploy changes; nothing at all when Node-RED stops. */
  diff?: Record<string, unknown>;
}

/** @returns whether this node is started again when it closes now; and what ends the listening */
export function watchDeploys(RED: NodeAPI, id: string): { comesBack(): boolean; close(): void } {
  let stopping: Stopping | undefined;
  const heard = (event: Stopping) => {
    stopping = event;
  };
  RED.events.on('flows:stopping', heard);
  return {
    comesBack() {
      // Only a deploy compares what was with what comes.
      if (!stopping?.diff || !('globalConfigChanged' in stopping.diff)) return false;
      const flows = stopping.config?.flows ?? [];
      const node = flows.find((each) => each.id === id);
      const tab = flows.find((each) => each.id === node?.z);
      return node !== undefined && node.d !== true && tab?.disabled !== true;
    },
    close: () => RED.events.removeListener('flows:stopping', heard),
  };
}
