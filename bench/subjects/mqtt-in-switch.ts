/** One `mqtt in` for everything, and a switch with an output a key. */
import { brokerNode, mqttIn } from '../core-nodes';
import { flowSubject } from '../flow-subject';
import { ON_TAB } from '../node-red';
import { prefixOf } from '../traffic';

export const start = ({ broker, keys }: { broker: string; keys: string[] }) =>
  flowSubject([
    brokerNode(broker),
    mqttIn('in', '+', ['switch']),
    {
      id: 'switch',
      type: 'switch',
      ...ON_TAB,
      property: 'topic',
      propertyType: 'msg',
      rules: keys.map((key) => ({ t: 'eq', v: prefixOf(0) + key, vt: 'str' })),
      checkall: 'false',
      repair: false,
      outputs: keys.length,
      wires: keys.map(() => ['sink']),
    },
  ]);
