/** The charger client: everything a program needs to talk to one charger. */
export { createCharger } from './charger';
export * from './charger.types';
