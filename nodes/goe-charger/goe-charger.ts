/** Registration of the type at Node-RED's start, with the routes of its dialog; the node itself is in `node.ts`, which is loaded with the first in a flow. */
import type { NodeAPI, NodeDef } from 'node-red';
import type { ChargerNode } from '../runtime/charger-node';
import { credentialsOf } from '../runtime/settings';
import { serveEditor } from './admin';
import type { ChargerConfig, ChargerCredentials } from './options';
import { SETTINGS } from './settings';

export = (RED: NodeAPI): void => {
  function GoeCharger(this: ChargerNode, saved: NodeDef & ChargerConfig): void {
    RED.nodes.createNode(this, saved);
    const { startNode }: typeof import('./node') = require('./node');
    startNode(RED, this, saved);
  }

  RED.nodes.registerType<ChargerNode, NodeDef & ChargerConfig, object, ChargerCredentials>('goe-charger', GoeCharger, {
    credentials: credentialsOf(SETTINGS),
  });

  serveEditor(RED);
};
