/** A Node-RED in this process, with this package's nodes and a flow: what a user runs, without its editor. */
import type { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerFloors } from './floor-nodes';

export interface FlowNode {
  id: string;
  type: string;
  [property: string]: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: a message holds anything
export type Message = Record<string, any>;

export interface NodeRed {
  /** A full deploy, as in the editor. */
  redeploy(): Promise<void>;
  /** Gives a node a message. */
  put(id: string, msg: Message): void;
  stop(): Promise<void>;
}

export const TAB = 'tab';
/** Without a place on it a node would count as a configuration node. */
export const ON_TAB = { z: TAB, x: 100, y: 100 };
/** The node that everything leads to. */
export const SINK: FlowNode = { id: 'sink', type: 'bench-sink', ...ON_TAB, wires: [] };

/** Called by the sink with each message. */
let take: (msg: Message) => void = () => {};

/** As much of Node-RED as the bench's own nodes need. */
export interface Registry {
  nodes: {
    createNode(node: unknown, config: unknown): void;
    registerType(type: string, make: (this: EventEmitter, config: unknown) => void): void;
  };
}

const OWN_TYPES = ['bench-sink', 'bench-values', 'bench-set'];

/** The bench's own types, found by Node-RED in its user directory. */
export function register(RED: Registry): void {
  registerFloors(RED);
  RED.nodes.registerType('bench-sink', function (config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg: Message, _send: unknown, done: () => void) => {
      take(msg);
      done();
    });
  });
}

/** @param ours false leaves this package's nodes out */
export async function startNodeRed(flow: FlowNode[], sink: (msg: Message) => void, ours = true): Promise<NodeRed> {
  take = sink;
  const userDir = mkdtempSync(join(tmpdir(), 'goe-bench-'));
  mkdirSync(join(userDir, 'nodes'));
  writeFileSync(
    join(userDir, 'nodes', 'bench.js'),
    `module.exports = require(${JSON.stringify(__filename)}).register;\n`,
  );
  writeFileSync(
    join(userDir, 'nodes', 'bench.html'),
    OWN_TYPES.map((type) => `<script type="text/html" data-template-name="${type}"></script>\n`).join(''),
  );
  const flows = [{ id: TAB, type: 'tab', label: 'Bench' }, ...flow];
  const RED = require('node-red');
  const server = createServer();
  RED.init(server, {
    userDir,
    ...(ours && { nodesDir: [join(__dirname, '..', 'nodes')] }),
    storageModule: memory(flows),
    httpAdminRoot: false,
    httpNodeRoot: false,
    credentialSecret: false,
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false },
    logging: { console: { level: process.env.GOE_BENCH_LOG ? 'info' : 'fatal' } },
  });
  const started = new Promise((resolve) => RED.events.once('flows:started', resolve));
  await RED.start();
  await started;
  return {
    async redeploy() {
      const again = new Promise((resolve) => RED.events.once('flows:started', resolve));
      await RED.runtime.flows.setFlows({ flows: { flows }, deploymentType: 'full' });
      await again;
    },
    put: (id, msg) => RED.nodes.getNode(id).receive(msg),
    async stop() {
      await RED.stop();
      server.close();
      rmSync(userDir, { recursive: true, force: true });
    },
  };
}

function memory(flows: object[]) {
  return {
    init: async () => {},
    getFlows: async () => flows,
    saveFlows: async () => {},
    getCredentials: async () => ({}),
    saveCredentials: async () => {},
    getSettings: async () => ({}),
    saveSettings: async () => {},
    getSessions: async () => ({}),
    saveSessions: async () => {},
    getLibraryEntry: async () => [],
    saveLibraryEntry: async () => {},
  };
}
