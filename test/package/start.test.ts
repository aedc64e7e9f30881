import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/until';

/** Node of a flow, with the properties that these tests read. */
interface Deployed {
  id: string;
  type: string;
  z: string;
  host?: string;
  charger?: string;
  disabled?: boolean;
}

interface Demonstration {
  child: ChildProcess;
  /** Addresses. */
  editor: string;
  dashboard: string;
  surplus: string;
  charger: string;
  /** Text of its standard error. */
  complaints(): string;
}

const START = join(__dirname, '..', '..', '..', 'scripts', 'start.mjs');

describe('npm start', function () {
  this.timeout(60_000);
  let directory: string;
  const running = new Set<ChildProcess>();
  let first: Demonstration;

  // Starting takes most of the time: the tests share one demonstration, and the last of them starts it once more.
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'goe-start-'));
    first = await start(directory);
  });
  after(async () => {
    for (const child of running) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  });

  it('charges one of the cars from a sun, by goe-surplus', async () => {
    const { editor, surplus } = first;
    assert.match(await (await fetch(surplus)).text(), /<title>/);
    const deployed: Deployed[] = await (await fetch(`${editor}/flows`)).json();
    const disabled = new Set(deployed.filter(({ type, disabled }) => type === 'tab' && disabled).map(({ id }) => id));
    const regulating = deployed.filter(({ type, z }) => type === 'goe-surplus' && !disabled.has(z));
    assert.equal(regulating.length, 1, 'one charger is regulated by one node');
    const { host } = deployed.find(({ id }) => id === regulating[0]!.charger)!;
    const ofCar = async () => (await fetch(`http://${host}/api/status?filter=car,frc,nrg`)).json();
    await until(async () => (await ofCar()).frc === 1, 'the node holds it back until there is sun', 20_000);
    await until(
      async () => {
        const { car, nrg } = await ofCar();
        return car === 2 && nrg[11] > 1000;
      },
      'the car charges',
      50_000,
    );
  });

  it('shows the examples on a simulated charger', async () => {
    const { editor, dashboard, charger, complaints } = first;
    assert.match(await (await fetch(dashboard)).text(), /<title>/);
    const deployed = await (await fetch(`${editor}/flows`)).json();
    const tabs = deployed.filter(({ type }: { type: string }) => type === 'tab').length;
    assert.ok(tabs >= 7, `${tabs} tabs`);
    assert.ok(deployed.every((node: { host?: string }) => !node.host?.includes('123456.local')));
    assert.equal(typeof (await (await fetch(charger)).json()).amp, 'number');
    assert.equal(complaints(), '');
  });

  it('takes another port when the first is taken', async () => {
    const taken = Number(new URL(first.editor).port);
    const elsewhere = mkdtempSync(join(tmpdir(), 'goe-start-'));
    try {
      const second = await start(elsewhere, taken);
      assert.ok(Number(new URL(second.editor).port) > taken);
      assert.notEqual(second.charger, first.charger);
      await stop(second.child, 'SIGKILL');
    } finally {
      rmSync(elsewhere, { recursive: true, force: true, maxRetries: 3 });
    }
  });

  it('stops at once when it is asked to', async () => {
    const asked = Date.now();
    assert.equal(await stop(first.child, 'SIGTERM'), 0);
    assert.ok(Date.now() - asked < 3_000, `${Date.now() - asked} ms`);
    await assert.rejects(fetch(first.editor));
  });

  it('keeps flows that were changed, and lets them find today’s chargers', async () => {
    const file = join(directory, '.demo', 'flows.json');
    assert.ok(existsSync(file));
    const flows = JSON.parse(readFileSync(file, 'utf8'));
    const mine = { id: 'mine', type: 'tab', label: 'Mine', disabled: false, info: '' };
    const moved = flows.map((node: { type: string }) =>
      node.type === 'goe-charger' ? { ...node, host: '127.0.0.1:1' } : node,
    );
    writeFileSync(file, JSON.stringify([...moved, mine]));

    const { editor, charger } = await start(directory);
    const deployed = await (await fetch(`${editor}/flows`)).json();
    assert.ok(deployed.some(({ id }: { id: string }) => id === 'mine'));
    const hosts = deployed
      .filter(({ connection }: { connection?: string }) => connection === 'http')
      .map(({ host }: { host: string }) => host);
    assert.equal(hosts.length, 2);
    assert.ok(hosts.includes(new URL(charger).host));
    assert.ok(!hosts.includes('127.0.0.1:1'));
  });

  async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
    const exited = once(child, 'exit');
    child.kill(signal);
    return (await exited)[0];
  }

  async function start(cwd: string, port = 20_000 + Math.floor(Math.random() * 20_000)): Promise<Demonstration> {
    const child = spawn(process.execPath, [START], {
      cwd,
      env: { ...process.env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    let printed = '';
    let complained = '';
    child.stdout.on('data', (text) => (printed += text));
    child.stderr.on('data', (text) => (complained += text));
    const deadline = Date.now() + 30_000;
    while (!printed.includes('Ctrl-C')) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`It did not start:\n${printed}\n${complained}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const address = (label: string) => new RegExp(`${label}\\s+(http:\\S+)`).exec(printed)?.[1] ?? assert.fail(printed);
    return {
      child,
      editor: address('Editor'),
      dashboard: address('Dashboard'),
      surplus: address('Solar surplus'),
      charger: address('Charger over HTTP'),
      complaints: () => complained,
    };
  }
});
