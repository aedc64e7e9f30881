/** The type for Node-RED's start; what a node does is in `node.ts`, which only a flow that has one loads. */
import type { Node, NodeAPI } from 'node-red';
import type { SetConfig } from './node';

export = (RED: NodeAPI): void => {
  function GoeSet(this: Node, saved: SetConfig): void {
    RED.nodes.createNode(this, saved);
    const { begin }: typeof import('./node') = require('./node');
    begin(RED, this, saved);
  }

  RED.nodes.registerType('goe-set', GoeSet);
};
