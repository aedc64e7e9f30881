/**
 * The package as a library: the key registry, the charger client, finding and trying chargers, the simulated charger and the
 * surplus controller, all without Node-RED.
 * @example
 * const { createCharger } = require('node-red-contrib-go-echarger');
 * const charger = createCharger({ connection: 'http', host: '192.168.1.20' });
 * charger.watch(['car', 'nrg.powerTotal'], { changed: (changes) => console.log(changes) });
 * await charger.write({ amp: 10 }, 'readback');
 */
export * from './charger';
export { type Found, findOnBroker, findOnNetwork } from './discovery';
export { ChargerError, type ErrorCode, type KeyFailure, type Reason } from './errors';
export * from './keys';
export { type ProbeReport, probe } from './probe';
export * from './simulator';
export * as surplus from './surplus';
