/** The endpoints of a simulated charger: opens and closes HTTP, cloud, MQTT and the announcement by multicast DNS. */
import { createApiLock } from './api-lock';
import { listenCloud } from './cloud-endpoint';
import { report } from './device';
import type { EndpointContext } from './endpoint-context';
import { listenHttp } from './http-endpoint';
import { announceByMdns } from './mdns-endpoint';
import { connectMqtt, type MqttEndpoint } from './mqtt-endpoint';
import type { Simulator } from './simulator.types';

type Methods = Pick<Simulator, 'listenHttp' | 'announce' | 'listenCloud' | 'connectMqtt' | 'disconnectMqtt' | 'close'>;

/** The methods of a simulator that open and close its endpoints. */
export function createEndpoints(context: EndpointContext): Methods {
  const lock = createApiLock();
  const open: { close(): Promise<void> }[] = [];
  let httpPort: number | undefined;
  let mqtt: MqttEndpoint | undefined;

  return {
    async listenHttp(where = {}) {
      const endpoint = await listenHttp(context, lock, where);
      open.push(endpoint);
      httpPort = endpoint.port;
      return { url: endpoint.url, port: endpoint.port };
    },
    async announce(where) {
      if (httpPort === undefined)
        throw new Error('The local API is not served yet: call listenHttp() before announce()');
      open.push(await announceByMdns(context, { ...where, httpPort }));
    },
    async listenCloud(where) {
      const endpoint = await listenCloud(context, where);
      open.push(endpoint);
      report(context.device, 'cae', true);
      return { url: endpoint.url, port: endpoint.port };
    },
    async connectMqtt(where) {
      await mqtt?.close();
      mqtt = await connectMqtt(context, where);
    },
    async disconnectMqtt() {
      await mqtt?.close();
      mqtt = undefined;
    },
    async close() {
      await Promise.all([mqtt?.close(), ...open.map((endpoint) => endpoint.close())]);
      open.length = 0;
      mqtt = undefined;
    },
  };
}
