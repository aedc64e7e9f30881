/** A really started Node-RED in a process of its own, with the packed package installed in its user directory. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { onFreePort } from './free-port';

const ROOT = join(__dirname, '..', '..', '..');
const windows = process.platform === 'win32';

export interface Installed {
  /** The user directory. */
  directory: string;
  /** The package as it lies in node_modules. */
  packageDirectory: string;
  remove(): void;
}

/** Packs the project as it is built, and installs the tarball into an empty user directory as the palette manager does. */
export async function installPacked(name: string): Promise<Installed> {
  const directory = mkdtempSync(join(tmpdir(), 'goe-packed-'));
  writeFileSync(join(directory, 'package.json'), '{"name":"user-directory","private":true}');
  await npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', directory], ROOT);
  const tarball = readdirSync(directory).find((file) => file.endsWith('.tgz'))!;
  await npm(
    ['install', '--omit=dev', '--no-audit', '--no-fund', '--no-update-notifier', '--ignore-scripts', `./${tarball}`],
    directory,
  );
  return {
    directory,
    packageDirectory: join(directory, 'node_modules', name),
    remove: () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }),
  };
}

export interface NodeRed {
  readonly url: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Console output so far. */
  log(): string;
  stop(): Promise<void>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

export interface ProcessOptions {
  /** Arguments of Node.js itself. */
  nodeArguments?: readonly string[];
  /** Beside the environment of the tests. */
  environment?: Readonly<Record<string, string>>;
}

/**
 * Starts Node-RED on a free port. `GOE_TEST_NODE_RED` names the folder of another node-red package, `GOE_TEST_NODE` another
 * Node.js to run it with.
 * @param more settings beside the usual ones
 */
export async function startNodeRed(
  userDirectory: string,
  more: object = {},
  options: ProcessOptions = {},
): Promise<NodeRed> {
  const [, nodeRed] = await onFreePort((port) => startOn(port, userDirectory, more, options));
  return nodeRed;
}

async function startOn(
  port: number,
  userDirectory: string,
  more: object,
  { nodeArguments = [], environment = {} }: ProcessOptions,
): Promise<NodeRed> {
  const settings = join(userDirectory, 'settings.js');
  writeFileSync(
    settings,
    `module.exports = ${JSON.stringify({
      uiHost: '127.0.0.1',
      uiPort: port,
      flowFile: 'flows.json',
      credentialSecret: false,
      telemetry: { enabled: false, updateNotification: false },
      editorTheme: { tours: false },
      ...more,
    })};\n`,
  );
  const nodeRed = process.env.GOE_TEST_NODE_RED ?? dirname(require.resolve('node-red/package.json'));
  const child = spawn(
    process.env.GOE_TEST_NODE ?? process.execPath,
    [...nodeArguments, join(nodeRed, 'red.js'), '--userDir', userDirectory, '--settings', settings],
    { stdio: ['ignore', 'pipe', 'pipe'], cwd: userDirectory, env: { ...process.env, ...environment } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const base = `http://127.0.0.1:${port}`;
  await started(child, () => output);
  return {
    url: base,
    get: (path, headers = {}) => fetch(base + path, { headers }),
    log: () => output,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      const hurry = setTimeout(() => child.kill('SIGKILL'), 10_000);
      child.kill('SIGTERM');
      await exited;
      clearTimeout(hurry);
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function started(child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!output().includes('Started flows')) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`Node-RED did not start:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function npm(args: string[], cwd: string): Promise<void> {
  await promisify(execFile)('npm', args, { cwd, shell: windows });
}
