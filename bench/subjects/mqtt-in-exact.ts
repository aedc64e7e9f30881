/** One `mqtt in` a key, each on the exact topic. */
import { brokerNode, mqttIn } from '../core-nodes';
import { flowSubject } from '../flow-subject';

export const start = ({ broker, keys, timed }: { broker: string; keys: string[]; timed?: boolean }) =>
  flowSubject([brokerNode(broker), ...keys.map((key) => mqttIn(`in ${key}`, key, ['sink']))], { timed });
