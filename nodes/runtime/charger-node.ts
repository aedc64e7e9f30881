/** Connection of a node to the charger of its configuration node, also when that comes later; and what it does without one. */
import type { Node, NodeAPI } from 'node-red';
import type { Charger } from '../../lib/charger/charger.types';
import { ChargerError } from '../../lib/errors';
import type { StatusEntryOf } from './catalogue';
import { asError } from './failure';
import { type AvailabilityText, createStatusDisplay, type StatusDisplay } from './node-status';
import type { Migrations } from './schema';
import type { OnOffText } from './short-text';
import { createTranslations, type Translations, translateWith } from './translations';

/** A `goe-charger` as other nodes see it: a charger, or the reason why there is none. */
export interface ChargerNode extends Node {
  charger?: Charger;
  /** Counts a node that uses the charger. @returns ends the use */
  use?: () => () => void;
  /** Adds work that has to be done before the charger closes; it is waited for a short time. */
  beforeItCloses?: (work: Promise<void>) => void;
  /** Error of the configuration, with its remedy. */
  invalid?: string;
}

/** Entries that the catalogue of every node with a charger has. */
export type ChargerText = 'not configured' | 'package too old' | AvailabilityText | OnOffText;
/** The catalogue of a node with a charger; each has more. */
type ChargerCatalogue = Record<ChargerText, string>;

export interface Connected<Config, Text extends string> {
  charger: Charger;
  display: StatusDisplay<Text>;
  translations: Translations<Text>;
  /** The node's properties as of the present schema. */
  config: Config;
  /** Aborts when the node closes: what messages are under way then end with CLOSED. */
  closing: AbortSignal;
  /** Adds what a closing node still has to do at the charger: the charger closes at the same time, and waits for it. */
  beforeItCloses(work: Promise<void>): void;
}

/**
 * The charger that a node is configured for, with a status display that closes with the node. Where there is none, or the node
 * was saved by a newer version of the package, its status says so and every message fails with INVALID and the remedy.
 */
export function connect<Config extends { charger: unknown }, Text extends string>(
  RED: NodeAPI,
  node: Node,
  saved: Config,
  { migrate }: Migrations,
): Connected<Config, Text> | undefined {
  let config: Config;
  try {
    config = migrate(saved);
  } catch (thrown) {
    const why = asError(thrown).message;
    refuse(node, 'package too old', why);
    node.error(why);
    return undefined;
  }
  const { charger: chargerId } = config;
  const chargerNode = typeof chargerId === 'string' ? (RED.nodes.getNode(chargerId) as ChargerNode | null) : null;
  const charger = chargerNode?.charger;
  if (!charger) {
    const why =
      chargerNode?.invalid ?? 'No charger is chosen, or it is disabled: open this node and choose a go-eCharger';
    refuse(node, 'not configured', why);
    // A configuration node that is there and wrong has said so itself.
    if (!chargerNode) node.error(why);
    return undefined;
  }
  const translations = createTranslations(translateWith(RED));
  const display = createStatusDisplay(node, charger, translations);
  const endUse = chargerNode.use?.();
  const closing = new AbortController();
  node.on('close', () => {
    display.close();
    closing.abort();
    endUse?.();
  });
  return {
    charger,
    display,
    translations,
    config,
    closing: closing.signal,
    beforeItCloses: (work) => chargerNode.beforeItCloses?.(work),
  };
}

/** Nodes without a charger: what each does to look for it again. */
const waiting = new Set<() => void>();
const lookAgain = () => {
  for (const look of [...waiting]) look();
};

/**
 * Begins with the charger that a node is configured for, as soon as there is one. When a configuration node comes back, by undo
 * or because it is enabled again, Node-RED does not restart its users: they look for it after each deployment. [Node-RED 4.1]
 */
export function withCharger<Config extends { charger: unknown }, Catalogue extends ChargerCatalogue>(
  RED: NodeAPI,
  node: Node,
  saved: Config,
  migrations: Migrations,
  start: (connected: Connected<Config, StatusEntryOf<Catalogue>>) => void,
): void {
  const connected = connect<Config, StatusEntryOf<Catalogue>>(RED, node, saved, migrations);
  if (connected) {
    start(connected);
    return;
  }
  const stop = () => {
    waiting.delete(look);
    if (waiting.size === 0) RED.events.removeListener('flows:started', lookAgain);
  };
  const look = () => {
    const { charger } = saved;
    if (typeof charger !== 'string' || !(RED.nodes.getNode(charger) as ChargerNode | null)?.charger) return;
    stop();
    node.removeAllListeners('input');
    const found = connect<Config, StatusEntryOf<Catalogue>>(RED, node, saved, migrations);
    if (found) start(found);
  };
  if (waiting.size === 0) RED.events.on('flows:started', lookAgain);
  waiting.add(look);
  node.on('close', stop);
}

function refuse(node: Node, text: ChargerText, why: string): void {
  node.status({ fill: 'red', shape: 'dot', text });
  node.on('input', (_msg, _send, done) => done(new ChargerError('INVALID', why)));
}
