/** The type for Node-RED's start; what a node does is in `node.ts`, which only a flow that has one loads. */
import type { Node, NodeAPI } from 'node-red';
import type { SurplusConfig } from './properties';

export = (RED: NodeAPI): void => {
  function GoeSurplus(this: Node, saved: SurplusConfig): void {
    RED.nodes.createNode(this, saved);
    const { begin }: typeof import('./node') = require('./node');
    begin(RED, this, saved);
  }

  RED.nodes.registerType('goe-surplus', GoeSurplus);
};
