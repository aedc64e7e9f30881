/**
 * The chargers of the demonstration: one over HTTP, one over MQTT, and one at a household with a PV system. The ports are the
 * same at every start where they are free, so that kept flows still reach the chargers.
 */

import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { startMeter } from './household.mjs';
import { freePort } from './ports.mjs';

const HOST = '127.0.0.1';
/** The index of the total power in `nrg`. */
const TOTAL_POWER = 11;
const require = createRequire(import.meta.url);

/**
 * Starts a broker and the chargers, and plugs a car into each charger.
 * @returns their addresses, the user actions at each charger, and a function that ends all
 */
export async function startChargers() {
  const { createSimulator } = require('../../dist/lib/simulator');
  const broker = await startBroker(await freePort(18830));
  const garage = createSimulator({ model: 'v3-60.5', serial: '123456', name: 'Garage' });
  const carport = createSimulator({ model: 'gemini-055.7', serial: '234567', name: 'Carport' });
  const { url } = await garage.listenHttp({ port: await freePort(18080), host: HOST });
  await carport.connectMqtt({ url: broker.url });
  const roof = createSimulator({ model: 'v3-60.5', serial: '345678', name: 'Roof' });
  const { url: roofUrl } = await roof.listenHttp({ port: await freePort(18090), host: HOST });
  const stopMeter = startMeter(broker.publish, () => roof.get('nrg')[TOTAL_POWER]);
  // On this machine only. Where multicast is not possible, a search finds nothing and all else works.
  await garage.announce().catch(() => {});

  const cars = {
    Garage: { phases: 3, maxCurrentA: 16, capacityWh: 52_000, soc: 0.35, wakesAfterS: 3 },
    Carport: { phases: 1, maxCurrentA: 32, capacityWh: 40_000, soc: 0.6, wakesAfterS: 3 },
    Roof: { phases: 3, maxCurrentA: 16, capacityWh: 77_000, soc: 0.4, wakesAfterS: 3 },
  };
  const userActions = {
    Garage: userActionsOf(garage, cars.Garage),
    Carport: userActionsOf(carport, cars.Carport),
    Roof: userActionsOf(roof, cars.Roof),
  };
  const arrivals = [
    setTimeout(userActions.Roof.plugIn, 4_000),
    setTimeout(userActions.Garage.plugIn, 8_000),
    setTimeout(userActions.Carport.plugIn, 15_000),
  ];

  return {
    addresses: {
      http: { url, host: hostOf(url) },
      roof: { url: roofUrl, host: hostOf(roofUrl) },
      mqtt: { serial: carport.serial, prefix: `go-eCharger/${carport.serial}/` },
      broker: broker.url,
    },
    userActions,
    async close() {
      for (const arrival of arrivals) clearTimeout(arrival);
      stopMeter();
      await Promise.all([garage.close(), carport.close(), roof.close()]);
      await broker.close();
    },
  };
}

function hostOf(url) {
  return url.replace('http://', '');
}

/** The user actions at a charger; flows call them as `global.get('simulated').Garage`. */
function userActionsOf(simulator, car) {
  return {
    plugIn: () => void simulator.car.plugIn(car),
    unplug: () => void simulator.car.unplug(),
    presentCard: (index) => void simulator.presentCard(index),
    reboot: () => void simulator.reboot({ downMs: 5_000 }),
    // A fault for each endpoint: HTTP requests get no response, and nothing is published over MQTT.
    hang: () => {
      simulator.fault('hang');
      simulator.fault('silent');
    },
    recover: () => void simulator.clearFaults(),
  };
}

async function startBroker(port) {
  const { Aedes } = await import('aedes');
  const aedes = await Aedes.createBroker();
  const server = createServer(aedes.handle);
  await new Promise((resolve) => server.listen(port, HOST, resolve));
  return {
    url: `mqtt://${HOST}:${port}`,
    publish: (topic, payload) => aedes.publish({ topic, payload, qos: 0, retain: false }, () => {}),
    close: () => new Promise((resolve) => aedes.close(() => server.close(resolve))),
  };
}
