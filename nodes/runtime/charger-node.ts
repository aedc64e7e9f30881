/** How the nodes find the charger of their configuration node, and what they do where there is none. */
import type { Node, NodeAPI } from 'node-red';
import type { Charger } from '../../lib/charger/charger.types';
import { ChargerError } from '../../lib/errors';
import { createFace, type Face } from './face';
import { type Language, languageOf, sayWith } from './words';

/** A `goe-charger` as other nodes see it: a charger, or why there is none. */
export interface ChargerNode extends Node {
  charger?: Charger;
  /** Counts a node that uses the charger. @returns ends the use */
  use?: () => () => void;
  /** What is wrong with the configuration and how to put it right. */
  invalid?: string;
}

export interface Connected {
  charger: Charger;
  face: Face;
  language: Language;
}

/**
 * The charger a node is configured for, with a face that closes with the node.
 * Where there is none, the node says so under itself and every message fails with INVALID and the remedy.
 */
export function connect(RED: NodeAPI, node: Node, chargerId: unknown): Connected | undefined {
  const chargerNode = typeof chargerId === 'string' ? (RED.nodes.getNode(chargerId) as ChargerNode | null) : null;
  const charger = chargerNode?.charger;
  if (!charger) {
    refuse(node, chargerNode);
    return undefined;
  }
  const say = sayWith(RED);
  const face = createFace(node, charger, say);
  const endUse = chargerNode.use?.();
  node.on('close', () => {
    face.close();
    endUse?.();
  });
  return { charger, face, language: languageOf(say) };
}

function refuse(node: Node, chargerNode: ChargerNode | null | undefined): void {
  const why =
    chargerNode?.invalid ?? 'No charger is chosen, or it is disabled: open this node and choose a go-eCharger';
  node.status({ fill: 'red', shape: 'dot', text: 'not configured' });
  node.on('input', (_msg, _send, done) => done(new ChargerError('INVALID', why)));
  // A configuration node that is there and wrong has said so itself.
  if (!chargerNode) node.error(why);
}
