/**
 * Preload for a Node-RED that tests start (`node --require`): its searches of the network use the port in `GOE_TEST_MDNS_PORT`
 * instead of that of multicast DNS, where real devices may answer.
 */
import * as network from '../../lib/discovery/network';

const { findOnNetwork } = network;
const port = Number(process.env.GOE_TEST_MDNS_PORT);

Object.assign(network, {
  findOnNetwork: (search: network.NetworkSearch = {}) => findOnNetwork({ ...search, mdns: { port, ...search.mdns } }),
});
