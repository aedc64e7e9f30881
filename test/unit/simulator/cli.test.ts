import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { FAULTS, MODEL_NAMES, OTHER_MODEL_NAMES } from '../../../lib/simulator';
import { startBroker } from '../../support/broker';
import { ask, json } from './fixture';

const COMMAND = resolve(__dirname, '../../../lib/simulator/cli.js');

interface Run {
  process: ChildProcess;
  out: () => string;
  err: () => string;
  /** Resolves with the exit code, or the name of the signal. */
  end: Promise<number | string>;
}

describe('goe-simulator', () => {
  const running = new Set<ChildProcess>();

  afterEach(() => {
    for (const process of running) process.kill('SIGKILL');
    running.clear();
  });

  function run(...flags: string[]): Run {
    const child = spawn(process.execPath, [COMMAND, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let out = '';
    let err = '';
    child.stdout.on('data', (piece) => {
      out += piece;
    });
    child.stderr.on('data', (piece) => {
      err += piece;
    });
    const end = once(child, 'close').then(([code, signal]) => code ?? signal);
    return { process: child, out: () => out, err: () => err, end };
  }

  async function ready(simulator: Run): Promise<string> {
    for (let tries = 0; tries < 500; tries += 1) {
      const url = /Local API: (\S+)\/api/.exec(simulator.out())?.[1];
      if (url && simulator.out().includes('Ctrl-C')) return url;
      await new Promise((wait) => setTimeout(wait, 20));
    }
    assert.fail(`did not start: ${simulator.out()} ${simulator.err()}`);
  }

  it('serves the charger of its flags, and stops cleanly on Ctrl-C', async () => {
    const broker = await startBroker();
    try {
      const simulator = run(
        '--model',
        'gemini-055.7',
        '--serial',
        '004711',
        '--port',
        '0',
        '--car',
        '1',
        '--mqtt',
        broker.url,
      );
      const url = await ready(simulator);
      assert.deepEqual(json(await ask(`${url}/api/status?filter=sse,fwv,car`)), {
        sse: '004711',
        fwv: '055.7',
        car: 3,
      });
      assert.match(simulator.out(), /publishing below go-eCharger\/004711\//);
      simulator.process.kill('SIGINT');
      assert.equal(await simulator.end, 0);
      assert.equal(simulator.err(), '');
    } finally {
      await broker.stop();
    }
  }).timeout(20_000);

  it('starts with a fault', async () => {
    const simulator = run('--port', '0', '--fault', 'apiOff');
    const url = await ready(simulator);
    assert.equal((await ask(`${url}/api/status`)).status, 404);
    simulator.process.kill('SIGTERM');
    assert.equal(await simulator.end, 0);
  }).timeout(20_000);

  it('starts with faults and their options', async () => {
    const simulator = run(
      '--port',
      '0',
      '--fault',
      'missing=nrg,car',
      '--fault',
      'refuse=amp:text=not: today:times=1',
      '--fault',
      'replug:afterMs=600000',
      '--set',
      'fwv="43.4"',
    );
    const url = await ready(simulator);
    assert.deepEqual(json(await ask(`${url}/api/status?filter=amp,nrg,car`)), { amp: 16 });
    assert.deepEqual(json(await ask(`${url}/api/status?filter=fwv`)), { fwv: '43.4' });
    assert.deepEqual(json(await ask(`${url}/api/set?amp=8`)), { amp: 'amp: failed: not: today (8)' });
    assert.deepEqual(json(await ask(`${url}/api/set?amp=8`)), { amp: true });
    simulator.process.kill('SIGTERM');
    assert.equal(await simulator.end, 0);
  }).timeout(20_000);

  it('prints its help, with every model and every fault', async () => {
    const help = run('--help');
    assert.equal(await help.end, 0);
    for (const word of ['--model', '--fault', ...MODEL_NAMES, ...OTHER_MODEL_NAMES])
      assert.ok(help.out().includes(word), word);
    for (const fault of Object.keys(FAULTS)) assert.match(help.out(), new RegExp(`^ {2}${fault}\\b`, 'm'));
  }).timeout(20_000);

  const wrong: [string[], RegExp][] = [
    [['--modle', 'x'], /--modle/],
    [['--model', 'v9'], /--model must be one of v3-051\.3/],
    [['--port', '80x'], /--port must be a whole number/],
    [['--cloud', '0'], /--cloud needs --token/],
    [['--mqtt', 'http://x'], /--mqtt must be a URL/],
    [['--prefix', 'x/'], /--prefix needs --mqtt/],
    [['--car', '4'], /--car must be 1, 2 or 3/],
    [['--fault', 'gremlins'], /--fault must be one of/],
    [['--fault', 'slow=soon'], /--fault: ms must be a whole number, not "soon"/],
    [['--fault', 'slow=9:face=radio'], /--fault: face must be one of http, cloud, mqtt/],
    [['--set', 'amp'], /--set must be a key and JSON/],
    [['--set', 'fna=Garage'], /--set must be a key and JSON/],
    [['--serial', 'abc'], /--serial must be digits/],
  ];
  it('names the flag that is wrong, with exit code 2', async () => {
    for (const [flags, text] of wrong) {
      const simulator = run(...flags);
      assert.equal(await simulator.end, 2, flags.join(' '));
      assert.match(simulator.err(), text);
    }
  }).timeout(60_000);

  it('names the problem when a port is in use or no broker responds, with exit code 1', async () => {
    const first = run('--port', '0');
    const { port } = new URL(await ready(first));
    const second = run('--port', port);
    assert.equal(await second.end, 1);
    assert.match(second.err(), /port is in use/);
    const third = run('--port', '0', '--mqtt', 'mqtt://127.0.0.1:1');
    assert.equal(await third.end, 1);
    assert.match(third.err(), /No MQTT broker responds/);
    first.process.kill('SIGINT');
    await first.end;
  }).timeout(30_000);
});
