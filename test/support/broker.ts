/**
 * A real MQTT broker on a free port: the embedded one, or Mosquitto when `GOE_TEST_BROKER=mosquitto`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startSocketServer } from './socket-server';

export interface TestBroker {
  readonly url: string;
  readonly port: number;
  /** Stops the broker with all its retained values; `start` brings a new one to the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export interface BrokerLogin {
  username: string;
  password: string;
}

/** @param login only this user is let in */
export async function startBroker(login?: BrokerLogin): Promise<TestBroker> {
  const port = await freePort();
  const make = process.env.GOE_TEST_BROKER === 'mosquitto' ? mosquitto : embedded;
  let stop = await make(port, login);
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    stop: () => stop(),
    async start() {
      stop = await make(port, login);
    },
  };
}

type Stop = () => Promise<void>;

async function embedded(port: number, login?: BrokerLogin): Promise<Stop> {
  const { Aedes } = await import('aedes');
  const broker = await Aedes.createBroker();
  if (login) {
    broker.authenticate = (_client, username, password, done) => {
      const fits = username === login.username && password?.toString() === login.password;
      done(fits ? null : Object.assign(new Error('Bad user name or password'), { returnCode: 4 }), fits);
    };
  }
  const server = await startSocketServer((socket) => broker.handle(socket), port);
  return async () => {
    await server.close();
    await new Promise<void>((resolve) => broker.close(() => resolve()));
  };
}

async function mosquitto(port: number, login?: BrokerLogin): Promise<Stop> {
  const folder = mkdtempSync(join(tmpdir(), 'goe-mosquitto-'));
  const lines = [`listener ${port} 127.0.0.1`, `allow_anonymous ${login ? 'false' : 'true'}`];
  // It would drop what a busy reader takes late.
  lines.push('max_queued_messages 0');
  if (login) {
    const passwords = join(folder, 'passwords');
    await run('mosquitto_passwd', ['-b', '-c', passwords, login.username, login.password]);
    lines.push(`password_file ${passwords}`);
    // Started by root, it would become a user who cannot read the folder.
    lines.push('user root');
  }
  const config = join(folder, 'mosquitto.conf');
  writeFileSync(config, `${lines.join('\n')}\n`);
  const child: ChildProcess = spawn('mosquitto', ['-c', config], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await reachable(port);
  return async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

function run(command: string, parameters: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
}

async function reachable(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const socket = connect(port, '127.0.0.1');
    const ok = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (ok) return;
    await delay(50);
  }
  throw new Error(`Nothing listens on port ${port}; is mosquitto installed?`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
