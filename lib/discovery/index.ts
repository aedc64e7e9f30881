/** Search for chargers: on the local network, and on an MQTT broker. */
export { findOnBroker } from './broker';
export type { Found } from './found';
export { findOnNetwork, type NetworkSearch } from './network';
