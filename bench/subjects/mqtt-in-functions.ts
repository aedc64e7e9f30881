/** One `mqtt in` for everything, and a function a key that looks for its own. */
import { brokerNode, mqttIn } from '../core-nodes';
import { flowSubject } from '../flow-subject';
import { ON_TAB } from '../node-red';
import { prefixOf } from '../traffic';

export const start = ({ broker, keys }: { broker: string; keys: string[] }) =>
  flowSubject([
    brokerNode(broker),
    mqttIn(
      'in',
      '+',
      keys.map((key) => `function ${key}`),
    ),
    ...keys.map((key) => ({
      id: `function ${key}`,
      type: 'function',
      ...ON_TAB,
      func: `return msg.topic === ${JSON.stringify(prefixOf(0) + key)} ? msg : null;`,
      outputs: 1,
      initialize: '',
      finalize: '',
      libs: [],
      wires: [['sink']],
    })),
  ]);
