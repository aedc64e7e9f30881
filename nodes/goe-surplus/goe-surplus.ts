/** Type `goe-surplus`, which Node-RED loads at its start. The rest (`node.ts`) is loaded with the first such node of a flow. */
import type { Node, NodeAPI } from 'node-red';
import type { SurplusConfig } from './properties';

export = (RED: NodeAPI): void => {
  function GoeSurplus(this: Node, saved: SurplusConfig): void {
    RED.nodes.createNode(this, saved);
    const { startNode }: typeof import('./node') = require('./node');
    startNode(RED, this, saved);
  }

  RED.nodes.registerType('goe-surplus', GoeSurplus);
};
