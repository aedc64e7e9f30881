/** The process that makes the load: it plays all chargers there are. */
import { httpLoad } from './load-http';
import { mqttLoad } from './load-mqtt';
import { resultsLoad } from './load-results';
import { serveCalls } from './process-rpc';

serveCalls({
  ...mqttLoad,
  ...httpLoad,
  ...resultsLoad,
  async stop() {
    mqttLoad.mqttStop();
    httpLoad.httpStop();
    await resultsLoad.resultsStop();
  },
});
