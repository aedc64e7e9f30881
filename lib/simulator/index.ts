/** The simulated charger, with the API and the quirks of real ones: for tests, the demonstration, and flows without hardware. */
export { type Clock, createManualClock, type ManualClock } from './clock';
export { FAULTS, type FaultName, type FaultOptions } from './fault-kinds';
export { createSimulator } from './simulator';
export {
  type AnnounceOptions,
  type CarOptions,
  MODEL_NAMES,
  type ModelName,
  type MqttOptions,
  OTHER_MODEL_NAMES,
  type SeenRequest,
  type SeenWrite,
  type SimulatedCar,
  type Simulator,
  type SimulatorEvents,
  type SimulatorOptions,
} from './simulator.types';
