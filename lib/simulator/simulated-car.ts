/** The car as tests and the demonstration use it: plug in, unplug, pause. The physics of the car is in `car.ts`. */
import { createCar } from './car';
import { type Device, setValue } from './device';
import type { SimulatedCar } from './simulator.types';

/** Creates the car of a device. @param replug unplugs and plugs in within a second */
export function createSimulatedCar(device: Device, replug: () => void): SimulatedCar {
  return {
    get plugged() {
      return device.car !== undefined;
    },
    get soc() {
      return device.car?.soc;
    },
    get drawA() {
      return device.drawA;
    },
    plugIn(options) {
      device.car = createCar(options);
      if (options?.adapter !== undefined && device.values.has('adi')) setValue(device, 'adi', options.adapter);
    },
    unplug() {
      device.car = undefined;
    },
    replug,
    pause() {
      if (device.car) device.car.paused = true;
    },
    resume() {
      if (device.car) device.car.paused = false;
    },
  };
}
