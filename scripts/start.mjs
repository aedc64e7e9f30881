/**
 * Demonstration, `npm start`: an MQTT broker, three simulated chargers with a car each, a PV system at one of them, and Node-RED with this
 * package and its example flows. Nothing leaves this machine. `PORT` is the port of the editor; `npm start -- --fresh` starts
 * with fresh flows.
 */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChargers } from './demo/chargers.mjs';
import { placeFlows } from './demo/flows.mjs';
import { freePort } from './demo/ports.mjs';
import { linkPackage } from './demo/user-directory.mjs';

const HOST = '127.0.0.1';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const userDir = join(process.cwd(), '.demo');
const RED = createRequire(import.meta.url)('node-red');

const unknown = process.argv.slice(2).filter((argument) => argument !== '--fresh');
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(' ')}. The one option is --fresh: begin with fresh flows.`);
  process.exit(2);
}

const server = createServer();
let chargers;
let stopping = false;
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);
stopWithNpm();

await start();

async function start() {
  const port = await freePort(process.env.PORT ? Number(process.env.PORT) : 1880);
  chargers = await startChargers();
  linkPackage(root, userDir);
  const kept = placeFlows(root, userDir, chargers.addresses, process.argv.includes('--fresh'));

  RED.init(server, settings());
  server.on('request', (request, response) => RED.httpAdmin(request, response, () => RED.httpNode(request, response)));
  RED.events.once('flows:started', () => printAddresses(port, kept));
  await new Promise((resolve) => server.listen(port, HOST, resolve));
  await RED.start();
}

function settings() {
  return {
    userDir,
    flowFile: 'flows.json',
    flowFilePretty: true,
    credentialSecret: 'demonstration',
    httpAdminRoot: '/',
    httpNodeRoot: '/',
    disableEditor: false,
    editorTheme: { tours: false },
    telemetry: { enabled: false, updateNotification: false },
    functionGlobalContext: { simulated: chargers.userActions },
    logging: { terminal: { level: 'warn', metrics: false, audit: false, handler: () => complain } },
  };
}

/** Passes warnings and errors on, without those that Node-RED always has about features that are not used here. */
function complain({ msg, name, type }) {
  const text = msg?.message ?? String(msg);
  if (/^-+$|^(Projects disabled|Encrypted credentials not found)/.test(text)) return;
  console.warn(type ? `[${type}${name ? `:${name}` : ''}] ${text}` : text);
}

function printAddresses(port, kept) {
  const { http, mqtt, broker } = chargers.addresses;
  console.log(`
Flows started after ${process.uptime().toFixed(1)} s.

  Editor             http://${HOST}:${port}
  Dashboard          http://${HOST}:${port}/dashboard/charger
  Solar surplus      http://${HOST}:${port}/dashboard/surplus (a day takes a quarter of an hour)
  Charger over HTTP  ${http.url}/api/status?filter=car,amp,nrg
  Charger over MQTT  ${broker}, topics ${mqtt.prefix}#

${kept ? 'Your flows of last time are kept; npm start -- --fresh brings the examples back.' : 'Each tab is one example.'}
A car plugs in after a few seconds. Stop with Ctrl-C.
`);
}

/** Stops when npm has ended: a signal to npm alone ends npm and its shell, and does not reach this process. */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 300).unref();
}

async function stop() {
  if (stopping) return;
  stopping = true;
  console.log('Stopping …');
  // Everything stops within a second and a half; anything that does not must not block the terminal.
  setTimeout(() => process.exit(1), 2500).unref();
  await RED.stop().catch(() => {});
  await chargers?.close();
  server.closeAllConnections();
  server.close();
  process.exit(0);
}
