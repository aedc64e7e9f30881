/**
 * The chargers of the demonstration: one of the older house, spoken to over HTTP, and one of the newer, over MQTT. The
 * ports are the same every time where they are free, so that flows kept from last time still find them.
 */

import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { freePort } from './ports.mjs';

const HOST = '127.0.0.1';
const require = createRequire(import.meta.url);

/**
 * Starts broker and chargers and plugs a car into each.
 * @returns where they are, hands that do what a person at the charger would, and what ends it all
 */
export async function startChargers() {
  const { createSimulator } = require('../../dist/lib/simulator');
  const broker = await startBroker(await freePort(18830));
  const garage = createSimulator({ model: 'v3-60.5', serial: '123456', name: 'Garage' });
  const carport = createSimulator({ model: 'gemini-055.7', serial: '234567', name: 'Carport' });
  const { url } = await garage.listenHttp({ port: await freePort(18080), host: HOST });
  await carport.connectMqtt({ url: broker.url });
  // On this machine only. Where multicast is not possible, searching finds nothing and all else works.
  await garage.announce().catch(() => {});

  const cars = {
    Garage: { phases: 3, maxCurrentA: 16, capacityWh: 52_000, soc: 0.35, wakesAfterS: 3 },
    Carport: { phases: 1, maxCurrentA: 32, capacityWh: 40_000, soc: 0.6, wakesAfterS: 3 },
  };
  const hands = { Garage: handsOf(garage, cars.Garage), Carport: handsOf(carport, cars.Carport) };
  const arrivals = [setTimeout(hands.Garage.plugIn, 8_000), setTimeout(hands.Carport.plugIn, 15_000)];

  return {
    addresses: {
      http: { url, host: url.replace('http://', '') },
      mqtt: { serial: carport.serial, prefix: `go-eCharger/${carport.serial}/` },
      broker: broker.url,
    },
    hands,
    async close() {
      for (const arrival of arrivals) clearTimeout(arrival);
      await Promise.all([garage.close(), carport.close()]);
      await broker.close();
    },
  };
}

/** What a person at the charger can do; flows reach it as `global.get('simulated').Garage`. */
function handsOf(simulator, car) {
  return {
    plugIn: () => void simulator.car.plugIn(car),
    unplug: () => void simulator.car.unplug(),
    presentCard: (index) => void simulator.presentCard(index),
    reboot: () => void simulator.reboot({ downMs: 5_000 }),
    // One for each way to reach it: HTTP requests stay without an answer, MQTT falls silent.
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
    close: () => new Promise((resolve) => aedes.close(() => server.close(resolve))),
  };
}
