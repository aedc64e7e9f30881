/** Environment of the fault matrix: one started Node-RED for all cases, and what is noted in it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cloudAt } from '../support/cloud-address';
import type { FlowNode } from '../support/flow';
import { startNodeRed } from '../support/node-red-process';
import { until } from '../support/until';
import { createNames, type Names } from './names';
import { type Noted, notesTab, type TargetNode } from './tab';

const ROOT = join(__dirname, '..', '..', '..');
const LOOK_EVERY_MS = 100;

export interface FaultEnvironment {
  readonly names: Names;
  /** Console output of Node-RED. */
  log(): string;
  /** The longest it took to answer a request of ours. */
  readonly slowestMs: number;
  readonly isRunning: boolean;
  /** Notes of one case, oldest first; they go on growing. */
  notes(id: string): readonly Noted[];
  deploy(flow: FlowNode[]): Promise<void>;
  give(id: string, node: TargetNode, n: number, payload?: unknown): Promise<void>;
  version(): Promise<string>;
  close(): Promise<void>;
}

export async function openEnvironment(): Promise<FaultEnvironment> {
  const { name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const directory = mkdtempSync(join(tmpdir(), 'goe-faults-'));
  mkdirSync(join(directory, 'node_modules'));
  symlinkSync(ROOT, join(directory, 'node_modules', name), 'junction');
  const names = createNames(directory);
  // The serial number of each case is the port of its proxy.
  const { nodeArguments, environment } = cloudAt('http://{serial}.test:{serial}');
  const nodeRed = await startNodeRed(
    directory,
    {
      logging: { console: { level: 'trace', metrics: false, audit: false } },
      functionGlobalContext: { notes: [] },
    },
    { nodeArguments, environment: { ...environment, ...names.environment } },
  );
  const noted = new Map<string, Noted[]>();
  let slowestMs = 0;
  let isOpen = true;
  let isRunning = true;

  async function look(): Promise<void> {
    const from = performance.now();
    const notes = (await (await nodeRed.get('/notes')).json()) as Noted[];
    slowestMs = Math.max(slowestMs, performance.now() - from);
    for (const note of notes) listOf(note.id).push(note);
  }

  function listOf(id: string): Noted[] {
    const list = noted.get(id) ?? [];
    noted.set(id, list);
    return list;
  }

  let looking = Promise.resolve();
  const watch = async () => {
    while (isOpen) {
      await look().catch(() => {
        isRunning = false;
      });
      if (!isRunning) return;
      await delay(LOOK_EVERY_MS);
    }
  };

  return {
    names,
    log: nodeRed.log,
    get slowestMs() {
      return slowestMs;
    },
    get isRunning() {
      return isRunning;
    },
    notes: listOf,
    async deploy(flow) {
      const before = deployments(nodeRed.log());
      const answer = await fetch(`${nodeRed.url}/flows`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Node-RED-Deployment-Type': 'full' },
        body: JSON.stringify([...notesTab(), ...flow]),
      });
      if (!answer.ok) throw new Error(`Deploying failed: ${answer.status} ${await answer.text()}`);
      await until(() => deployments(nodeRed.log()) > before, 'a deployment', 20_000);
      looking = watch();
    },
    async give(id, node, n, payload) {
      const body = JSON.stringify({ target: node, n, payload });
      const headers = { 'Content-Type': 'application/json' };
      const { ok, status } = await fetch(`${nodeRed.url}/${id}`, { method: 'POST', headers, body });
      if (!ok) throw new Error(`${id} takes no message: ${status}`);
    },
    async version() {
      const settings = (await (await nodeRed.get('/settings')).json()) as { version: string };
      return settings.version;
    },
    async close() {
      isOpen = false;
      await looking;
      await nodeRed.stop();
      rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function deployments(log: string): number {
  return log.match(/Started (modified )?(flows|nodes)/g)?.length ?? 0;
}
