/** A message comes in, the charger's values go out. */
import type { Node, NodeAPI, NodeDef, NodeMessageInFlow } from 'node-red';
import { connect } from '../runtime/charger-node';
import { attempt } from '../runtime/failure';
import { savedNames } from '../runtime/names';
import { shortText } from '../runtime/short-text';
import { ask, type Output, payloadOf, type Source, wantedNames } from './answer';

interface StatusConfig extends NodeDef {
  charger: string;
  keys?: string[];
  source?: Source;
  output?: Output;
}

export = (RED: NodeAPI): void => {
  function GoeStatus(this: Node, config: StatusConfig): void {
    RED.nodes.createNode(this, config);
    const connected = connect(RED, this, config.charger);
    if (!connected) return;
    const { charger, face, language } = connected;
    const chosen = savedNames(config.keys);
    const source: Source = config.source === 'charger' ? 'charger' : 'latest';
    const output: Output = config.output === 'value' || config.output === 'details' ? config.output : 'values';
    let closed = false;

    // What is known stays fresh only while somebody watches it, so a node that gives the latest value watches its keys.
    // A node that asks at every message costs nothing in between, and everything is too much to ask for all the time.
    const single = chosen.length === 1 ? chosen[0] : undefined;
    const stop =
      source === 'latest' && chosen.length > 0
        ? charger.watch(chosen, {
            changed(changes) {
              const change = single === undefined ? undefined : changes.find(({ name }) => name === single);
              if (change) face.news(shortText(change.name, change.value, language, charger.firmware));
            },
          })
        : undefined;

    this.on('input', (msg: NodeMessageInFlow, send, done) => {
      const endWaiting = source === 'charger' ? face.waiting('asking') : undefined;
      attempt(
        this,
        async () => {
          try {
            const names = wantedNames(msg, chosen);
            const answer = await ask(charger, names, source);
            if (closed) return;
            msg.payload = payloadOf(answer, names, output, { language, firmware: charger.firmware });
            set(msg, 'missing', answer.missing.length > 0 ? answer.missing : undefined);
            set(msg, 'stale', [...answer.known.values()].some(({ stale }) => stale) ? true : undefined);
            const [first] = answer.known;
            const one = first && (answer.known.size === 1 || output === 'value') ? first : undefined;
            face.served(one && shortText(one[0], one[1].value, language, charger.firmware));
            send(msg);
          } finally {
            endWaiting?.();
          }
        },
        (error) => face.failed(error),
        done,
      );
    });

    this.on('close', () => {
      closed = true;
      stop?.();
    });
  }

  RED.nodes.registerType('goe-status', GoeStatus);
};

/** What an earlier node said about its own answer must not be taken for this one's. */
function set(msg: NodeMessageInFlow, property: 'missing' | 'stale', value: unknown): void {
  if (value === undefined) delete msg[property];
  else msg[property] = value;
}
