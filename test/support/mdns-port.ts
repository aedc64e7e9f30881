/**
 * Port of multicast DNS in tests: searches of the network use another port than usual, where no real device answers. A Node-RED
 * in a process of its own loads this file first, as `mdnsAt` says.
 */
import * as network from '../../lib/discovery/network';
import type { ProcessOptions } from './node-red-process';

const { findOnNetwork } = network;
const port = Number(process.env.GOE_TEST_MDNS_PORT) || undefined;

Object.assign(network, {
  findOnNetwork: (search: network.NetworkSearch = {}) => findOnNetwork({ ...search, mdns: { port, ...search.mdns } }),
});

/** Options of a Node-RED in a process of its own that searches the network at this port. */
export function mdnsAt(port: number): ProcessOptions {
  return { nodeArguments: ['--require', __filename], environment: { GOE_TEST_MDNS_PORT: String(port) } };
}
