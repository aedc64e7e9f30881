/**
 * Address of the simulated cloud: gives the option `cloudUrl` to every charger that a node makes. Tests that run nodes in their
 * own process call `useCloudAt`; a Node-RED in a process of its own loads this file first, as `cloudAt` says.
 */
import type { ChargerOptions } from '../../lib/charger';

import charger = require('../../lib/charger/charger');

import type { ProcessOptions } from './node-red-process';

const { createCharger } = charger;
let address = process.env.GOE_TEST_CLOUD_URL;

Object.assign(charger, {
  createCharger: (options: ChargerOptions) => createCharger({ ...options, cloudUrl: options.cloudUrl ?? address }),
});

/** @param url may hold `{serial}`; undefined for the vendor's cloud */
export function useCloudAt(url: string | undefined): void {
  address = url;
}

/** Start options for a Node-RED in a process of its own that uses the cloud at this address. */
export function cloudAt(url: string): ProcessOptions & Required<Pick<ProcessOptions, 'environment' | 'nodeArguments'>> {
  return { nodeArguments: ['--require', __filename], environment: { GOE_TEST_CLOUD_URL: url } };
}
