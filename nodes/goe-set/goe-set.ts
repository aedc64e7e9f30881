/** Type `goe-set`, all that Node-RED loads at its start. The node itself is in `node.ts`, which the first one in a flow loads. */
import type { Node, NodeAPI } from 'node-red';
import type { SetConfig } from './node';

export = (RED: NodeAPI): void => {
  function GoeSet(this: Node, saved: SetConfig): void {
    RED.nodes.createNode(this, saved);
    const { startNode }: typeof import('./node') = require('./node');
    startNode(RED, this, saved);
  }

  RED.nodes.registerType('goe-set', GoeSet);
};
