/** The physics of one second: what the device does and reports, part by part, in this order. */
import { stepAccess } from './access';
import { stepCar } from './car';
import { stepChargingLogic } from './charging-logic';
import { stepController } from './controller';
import type { Device } from './device';
import { stepEnvironment } from './environment';
import { applyPendingWrites } from './pending-writes';
import { reportPhases } from './phases';
import { stepPower } from './power';
import { stepPlug, stepSession } from './session';
import { reportTime } from './timekeeping';

/** Simulates one second. @param nowMs the time of the clock */
export function stepDevice(device: Device, nowMs: number): void {
  device.nowMs = nowMs;
  if (device.model.kind === 'charger') stepCharger(device);
  else stepController(device);
  reportTime(device);
}

function stepCharger(device: Device): void {
  stepPlug(device);
  applyPendingWrites(device);
  stepAccess(device);
  stepChargingLogic(device);
  stepCar(device);
  reportPhases(device);
  stepPower(device);
  stepSession(device);
  stepEnvironment(device);
}
