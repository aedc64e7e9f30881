/** Environment of lifecycle tests: a started Node-RED with an observer in it, to which tests deploy flows and give messages. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { FlowNode } from './flow';
import { type NodeRed, type ProcessOptions, startNodeRed } from './node-red-process';
import type { Ends, Left } from './observer';
import { until } from './until';

const ROOT = join(__dirname, '..', '..', '..');
const { name: PACKAGE } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

export type DeploymentType = 'full' | 'flows' | 'nodes' | 'reload';

export interface NodeRedEnvironment {
  readonly directory: string;
  log(): string;
  deploy(flow: readonly FlowNode[], type?: DeploymentType): Promise<void>;
  /** Time that stopping took at the newest deployment, as Node-RED measured it. */
  stoppedInMs(): Promise<number>;
  /** Gives a message to a node. @returns its `_msgid` */
  give(to: string, msg?: object): Promise<string>;
  /** Waits until a message has ended. @returns how: `['sent', 'done']`, or the code of the error */
  end(msgid: string, withinMs?: number): Promise<string[]>;
  /** Like `give` and `end`, again and again until it goes well: a charger that was just deployed has to be met first. */
  works(to: string, msg?: object): Promise<void>;
  ends(): Promise<Ends>;
  /** Ends of messages since the last call; forgets them. */
  take(): Promise<Ends>;
  left(): Promise<Left>;
  /** The files of this package and of its dependencies that are loaded, as paths in the project. */
  loaded(): Promise<string[]>;
  /** As a power cut does; `start` brings it back with the flows it had. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops and takes the user directory away. */
  leave(): Promise<void>;
}

export async function openNodeRedEnvironment(
  options: ProcessOptions = {},
  settings: object = {},
): Promise<NodeRedEnvironment> {
  const directory = mkdtempSync(join(tmpdir(), 'goe-lifecycle-'));
  mkdirSync(join(directory, 'node_modules'));
  symlinkSync(ROOT, join(directory, 'node_modules', PACKAGE), 'junction');
  mkdirSync(join(directory, 'nodes'));
  const observer = JSON.stringify(join(__dirname, 'observer.js'));
  writeFileSync(join(directory, 'nodes', 'observer.js'), `module.exports = require(${observer});\n`);
  writeFileSync(join(directory, 'nodes', 'observer.html'), '');
  const start = () => startNodeRed(directory, settings, options);
  let nodeRed: NodeRed = await start();
  let messages = 0;

  const deployments = () => nodeRed.log().match(/Started (modified )?(flows|nodes)/g)?.length ?? 0;

  async function ask<T>(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const answer = await fetch(nodeRed.url + path, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      // A connection that is kept could be closed by the server just when it is used again.
      headers: { 'Content-Type': 'application/json', Connection: 'close', ...headers },
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  const environment: NodeRedEnvironment = {
    directory,
    log: () => nodeRed.log(),
    async deploy(flow, type = 'full') {
      const before = deployments();
      await ask('/flows', flow, { 'Node-RED-Deployment-Type': type });
      await until(() => deployments() > before, `a deployment of ${type}`, 20_000);
    },
    stoppedInMs: async () => (await ask<{ stoppedInMs: number }>('/observer/stopped')).stoppedInMs,
    async give(to, msg = {}) {
      messages += 1;
      const _msgid = `message-${messages}`;
      const { given } = await ask<{ given: boolean }>('/observer/give', { to, msg: { ...msg, _msgid } });
      assert.ok(given, `there is no node ${to}`);
      return _msgid;
    },
    async end(msgid, withinMs = 12_000) {
      let ended: string[] = [];
      const isOver = async () => {
        ended = (await environment.ends())[msgid] ?? [];
        return ended.some((how) => how !== 'sent');
      };
      await until(isOver, `${msgid} has ended`, withinMs);
      return ended;
    },
    works: (to, msg) =>
      until(
        async () => (await environment.end(await environment.give(to, msg))).at(-1) === 'done',
        `${to} works`,
        20_000,
      ),
    ends: () => ask<Ends>('/observer/ends'),
    take: () => ask<Ends>('/observer/take', {}),
    left: () => ask<Left>('/observer/left'),
    async loaded() {
      const files = (await ask<string[]>('/observer/loaded')).map((file) => relative(ROOT, file).replaceAll('\\', '/'));
      // Node-RED itself looks into the description of every package.
      const isOurs = /^(dist\/(lib|nodes)|node_modules\/(mqtt|multicast-dns|undici))\/(?!package\.json$)/;
      return files.filter((file) => isOurs.test(file));
    },
    kill: () => nodeRed.kill(),
    async start() {
      nodeRed = await start();
    },
    stop: () => nodeRed.stop(),
    async leave() {
      await nodeRed.stop();
      rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  return environment;
}
