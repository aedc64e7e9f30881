/** Flows of this package's nodes in a Node-RED of this process: what goes in, and everything that comes out. */
import { type EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Node, NodeAPI } from 'node-red';

import { NODE_TYPES } from './node-folders';
import { until } from './until';

// biome-ignore lint/suspicious/noExplicitAny: a message holds anything
export type Message = Record<string, any>;

export interface FlowNode {
  id: string;
  type: string;
  [property: string]: unknown;
}

export interface Status {
  fill?: string;
  shape?: string;
  text?: string;
}

/** End of a message at a node. */
export interface Ended {
  /** Message that the node sent. */
  sent?: Message;
  /** Message that reached the Catch node. */
  error?: Message;
}

type Credentials = Record<string, Record<string, string>>;

interface LogSpy {
  args: [{ level: number; type?: string; msg: unknown }][];
}

interface TestHelper {
  log(): LogSpy | undefined;
  init(nodeRed: string): void;
  settings(settings: object): void;
  startServer(): Promise<void>;
  stopServer(): Promise<void>;
  load(modules: unknown[], flow: FlowNode[], credentials: Credentials): Promise<void>;
  unload(): Promise<void>;
  setFlows(flow: FlowNode[], type: 'full' | 'flows' | 'nodes', credentials?: Credentials): Promise<void>;
  getNode(id: string): Node & { receive(msg: unknown): void };
  /** Node-RED's own, which the helper keeps. */
  _events: EventEmitter;
  _redNodes: { loadFlows(start: boolean): Promise<void> };
}

const helper: TestHelper = createRequire(__filename)('node-red-node-test-helper');
if (process.env.GOE_TEST_NODE_RED) helper.init(require.resolve(process.env.GOE_TEST_NODE_RED));

const NODES: readonly unknown[] = NODE_TYPES.map((type) => require(join('..', '..', 'nodes', type, type)));
/** Our configuration node, which has no output. */
const CONFIGURATION = 'goe-charger';
/** Outputs of our nodes that do not have one. */
const OUTPUTS: Readonly<Record<string, number>> = { 'goe-event': 2, 'goe-surplus': 2 };
const TAB = 'tab';
/** Without a place on it a node would count as a configuration node. */
const ON_TAB = { z: TAB, x: 100, y: 100 };

interface Recorder {
  arrived: Map<string, Message[]>;
  statuses: Map<string, Status[]>;
}
let recorder: Recorder = { arrived: new Map(), statuses: new Map() };

/** Registers a sink node, which records the messages that reach it, and records statuses. */
function registerSink(RED: NodeAPI): void {
  const { arrived, statuses } = recorder;
  RED.nodes.registerType('sink', function (this: Node, config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, _send, done) => {
      listOf(arrived, this.id).push(msg as Message);
      done();
    });
  });
  const recordStatus = ({ id, status }: { id: string; status: Status }) => {
    if (recorder.statuses === statuses) listOf(statuses, id).push(status);
  };
  RED.events.on('node-status', recordStatus);
  stopListening = () => RED.events.removeListener('node-status', recordStatus);
}
let stopListening = () => {};

function listOf<T>(map: Map<string, T[]>, id: string): T[] {
  const list = map.get(id) ?? [];
  map.set(id, list);
  return list;
}

let directory = '';
/** Node-RED's user directory: another one for each test. */
export const userDirectory = () => directory;

/** To be called in a `describe`: a Node-RED for its tests, emptied after each. */
export function useNodeRed(): void {
  before(() => helper.startServer());
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'goe-runtime-'));
    helper.settings({ userDir: directory });
  });
  afterEach(async () => {
    await unload();
    rmSync(directory, { recursive: true, force: true });
  });
  after(() => helper.stopServer());
}

/** Stops all nodes; what was recorded stays until the next deploy. */
export async function unload(): Promise<void> {
  logged = helper.log() ?? logged;
  await helper.unload();
  stopListening();
}

let logged: LogSpy | undefined;

/** Node-RED's level of warnings; errors are below. */
const WARNING = 30;

/** Log of this test: everything, or only the warnings and errors of our nodes. */
export function whatWasLogged(which: 'all' | 'complaints' = 'all'): string {
  const entries = ((helper.log() ?? logged)?.args ?? []).map(([entry]) => entry);
  return entries
    .filter(
      ({ level, type, msg }) =>
        msg !== undefined && (which === 'all' || (level <= WARNING && type?.startsWith('goe-'))),
    )
    .map(({ msg }) => (msg instanceof Error ? msg.stack : String(msg)))
    .join('\n');
}

/**
 * Deploys nodes on one tab. Every output of ours leads to a sink, a Catch node and a Complete node cover all of them.
 * @param tab properties of the tab, such as its environment variables
 */
export async function deploy(nodes: FlowNode[], credentials: Credentials = {}, tab: object = {}): Promise<void> {
  recorder = { arrived: new Map(), statuses: new Map() };
  await helper.load([...NODES, registerSink], whole(nodes, tab), credentials);
}

/** Deploys again, as the editor does; what was recorded stays. */
export async function redeploy(
  type: 'full' | 'flows' | 'nodes',
  nodes: FlowNode[],
  credentials: Credentials = {},
): Promise<void> {
  await helper.setFlows(whole(nodes, {}), type, credentials);
}

/** Restarts the flows of the last `deploy`, as the editor's menu does: what is stored is loaded and started again. */
export async function restartFlows(): Promise<void> {
  const started = once(helper._events, 'flows:started');
  await helper._redNodes.loadFlows(true);
  await started;
}

function whole(nodes: FlowNode[], tab: object): FlowNode[] {
  const flow: FlowNode[] = [{ id: TAB, type: 'tab', label: 'Test', ...tab }];
  const ours: string[] = [];
  for (const node of nodes) {
    if (node.type === CONFIGURATION || !NODE_TYPES.includes(node.type)) {
      flow.push(node);
      continue;
    }
    ours.push(node.id);
    const targets = Array.from({ length: OUTPUTS[node.type] ?? 1 }, (_, output) => `${node.id}>${output}`);
    flow.push({ ...ON_TAB, wires: targets.map((target) => [target]), ...node });
    for (const id of targets) flow.push({ id, type: 'sink', ...ON_TAB, wires: [] });
  }
  flow.push(
    { id: 'all errors', type: 'catch', ...ON_TAB, scope: null, wires: [['caught']] },
    { id: 'caught', type: 'sink', ...ON_TAB, wires: [] },
    { id: 'all ends', type: 'complete', ...ON_TAB, scope: ours, wires: [['completed']] },
    { id: 'completed', type: 'sink', ...ON_TAB, wires: [] },
  );
  return flow;
}

/** Messages of an output so far, oldest first. */
export const sent = (id: string, output = 0): Message[] => listOf(recorder.arrived, `${id}>${output}`);
/** Messages that reached the Catch node. */
export const caught = (): Message[] => listOf(recorder.arrived, 'caught');
/** Messages that reached the Complete node. */
export const completed = (): Message[] => listOf(recorder.arrived, 'completed');
/** The statuses a node has shown, oldest first. */
export const statuses = (id: string): Status[] => listOf(recorder.statuses, id);
export const statusOf = (id: string): Status | undefined => statuses(id).at(-1);

export const nodeWith = (id: string) => helper.getNode(id);

/** Gives a message to a node, as it is. */
export function put(id: string, msg: unknown): void {
  helper.getNode(id).receive(msg);
}

let messages = 0;

/** Gives a message to a node and waits for how it ends: with a message and Complete, or with one error. */
export async function give(id: string, msg: Message = {}, withinMs = 8000): Promise<Ended> {
  messages += 1;
  const _msgid = `message-${messages}`;
  const mine = (list: Message[]) => list.filter((each) => each._msgid === _msgid);
  put(id, Object.assign(msg, { _msgid }));
  await until(() => mine(caught()).length + mine(completed()).length > 0, `${id} ends with its message`, withinMs);
  const [error] = mine(caught());
  if (error) return { error };
  await until(() => mine(sent(id)).length > 0, `${id} lets its message leave`);
  return { sent: mine(sent(id))[0] };
}

/** Like `give`, where it has to go well. */
export async function serve(id: string, msg: Message = {}, withinMs?: number): Promise<Message> {
  const ended = await give(id, msg, withinMs);
  if (!ended.sent) throw new Error(`${id} failed: ${ended.error?.error.code} ${ended.error?.error.message}`);
  return ended.sent;
}

/** Like `give`, where it has to fail. @returns `msg.error` as the Catch node gives it */
export async function fail(id: string, msg: Message = {}, withinMs?: number): Promise<Message> {
  const ended = await give(id, msg, withinMs);
  if (!ended.error) throw new Error(`${id} went well: ${JSON.stringify(ended.sent?.payload)}`);
  return ended.error.error;
}

/** Waits until a message that fits has left an output. */
export async function arrival(
  id: string,
  output: number,
  fits: (msg: Message) => boolean,
  what: string,
  withinMs?: number,
): Promise<Message> {
  await until(() => sent(id, output).some(fits), what, withinMs);
  return sent(id, output).find(fits)!;
}

export async function shows(id: string, fits: (status: Status) => boolean, what: string, withinMs?: number) {
  await until(() => fits(statusOf(id) ?? {}), `${id} shows ${what}`, withinMs).catch((error) => {
    throw new Error(`${error.message}; it shows ${JSON.stringify(statusOf(id))}`);
  });
}
