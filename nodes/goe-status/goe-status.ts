/** Type `goe-status`, all that Node-RED loads at its start. The node itself is in `node.ts`, which the first one in a flow loads. */
import type { Node, NodeAPI } from 'node-red';
import type { StatusConfig } from './node';

export = (RED: NodeAPI): void => {
  function GoeStatus(this: Node, saved: StatusConfig): void {
    RED.nodes.createNode(this, saved);
    const { startNode }: typeof import('./node') = require('./node');
    startNode(RED, this, saved);
  }

  RED.nodes.registerType('goe-status', GoeStatus);
};
