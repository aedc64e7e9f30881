/** Core nodes as flows on MQTT are built of. */
import { type FlowNode, ON_TAB } from './node-red';
import { prefixOf } from './traffic';

export function brokerNode(url: string): FlowNode {
  const { hostname, port } = new URL(url);
  return {
    id: 'broker',
    type: 'mqtt-broker',
    broker: hostname,
    port,
    clientid: '',
    autoConnect: true,
    usetls: false,
    protocolVersion: '4',
    keepalive: '60',
    cleansession: true,
  };
}

/** @param key `+` for all */
export function mqttIn(id: string, key: string, wires: string[]): FlowNode {
  return {
    id,
    type: 'mqtt in',
    ...ON_TAB,
    topic: prefixOf(0) + key,
    qos: '0',
    datatype: 'json',
    broker: 'broker',
    nl: false,
    rap: true,
    rh: 0,
    inputs: 0,
    wires: [wires],
  };
}
