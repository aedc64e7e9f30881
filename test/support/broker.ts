/**
 * A real MQTT broker on a free port: the embedded one, or Mosquitto when `GOE_TEST_BROKER=mosquitto`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onFreePort } from './free-port';
import { startSocketServer } from './socket-server';

export interface TestBroker {
  readonly url: string;
  readonly port: number;
  /**
   * Stops the broker; `start` brings a new one to the same port.
   * @param keep its retained values come back with the next one
   */
  stop(keep?: 'retained values'): Promise<void>;
  /** @param logins only these users are let in from now on */
  start(...logins: BrokerLogin[]): Promise<void>;
}

export interface BrokerLogin {
  username: string;
  password: string;
}

/** @param logins only these users are let in; without any, everybody is */
export async function startBroker(...logins: BrokerLogin[]): Promise<TestBroker> {
  const make = process.env.GOE_TEST_BROKER === 'mosquitto' ? mosquitto : embedded;
  const kept: Kept = { packets: [], folder: undefined };
  let known = logins;
  const [port, first] = await onFreePort((free) => make(free, known, kept));
  let stop = first;
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    stop: (keep) => stop(keep === 'retained values'),
    async start(...others) {
      if (others.length > 0) known = others;
      stop = await make(port, known, kept);
    },
  };
}

/** Mosquitto, with a list of who may do what. @param rights as its `acl_file` has them */
export async function startMosquitto(
  rights: string,
  ...logins: BrokerLogin[]
): Promise<Pick<TestBroker, 'url'> & { stop(): Promise<void> }> {
  const [port, stop] = await onFreePort((free) => mosquitto(free, logins, { packets: [], folder: undefined }, rights));
  return { url: `mqtt://127.0.0.1:${port}`, stop: () => stop(false) };
}

type Stop = (keep: boolean) => Promise<void>;

interface RetainedPacket {
  cmd: 'publish';
  topic: string;
  payload: string | Buffer;
  qos: 0 | 1 | 2;
  dup: boolean;
  retain: boolean;
}

/** State that outlives a broker: packets of the embedded one, the folder of Mosquitto. */
interface Kept {
  packets: RetainedPacket[];
  folder: string | undefined;
}

async function embedded(port: number, logins: readonly BrokerLogin[], kept: Kept): Promise<Stop> {
  const { Aedes } = await import('aedes');
  const broker = await Aedes.createBroker();
  for (const packet of kept.packets.splice(0))
    await new Promise<void>((resolve) => broker.publish(packet, () => resolve()));
  const retained = new Map<string, RetainedPacket>();
  broker.on('publish', (packet, client) => {
    const { topic, payload, retain } = packet;
    if (client && retain) retained.set(topic, { cmd: 'publish', topic, payload, qos: 0, dup: false, retain });
  });
  if (logins.length > 0) {
    broker.authenticate = (_client, username, password, done) => {
      const fits = logins.some((login) => username === login.username && password?.toString() === login.password);
      done(fits ? null : Object.assign(new Error('Bad user name or password'), { returnCode: 4 }), fits);
    };
  }
  const end = () => new Promise<void>((resolve) => broker.close(() => resolve()));
  const server = await startSocketServer((socket) => {
    socket.setNoDelay(true);
    broker.handle(socket);
  }, port).catch(async (error) => {
    await end();
    throw error;
  });
  return async (keep) => {
    await server.close();
    if (keep) kept.packets.push(...retained.values());
    await end();
  };
}

async function mosquitto(port: number, logins: readonly BrokerLogin[], kept: Kept, rights = ''): Promise<Stop> {
  const folder = kept.folder ?? mkdtempSync(join(tmpdir(), 'goe-mosquitto-'));
  kept.folder = undefined;
  const lines = [
    `listener ${port} 127.0.0.1`,
    `allow_anonymous ${logins.length === 0}`,
    'persistence true',
    `persistence_location ${folder}/`,
    // It would drop what a busy reader takes late.
    'max_queued_messages 0',
    'set_tcp_nodelay true',
    // Started by root, it would become a user who cannot read the folder.
    'user root',
  ];
  if (logins.length > 0) {
    const passwords = join(folder, 'passwords');
    rmSync(passwords, { force: true });
    writeFileSync(passwords, '', { mode: 0o600 });
    for (const { username, password } of logins) await run('mosquitto_passwd', ['-b', passwords, username, password]);
    lines.push(`password_file ${passwords}`);
  }
  if (rights !== '') {
    const file = join(folder, 'rights');
    writeFileSync(file, rights, { mode: 0o600 });
    lines.push(`acl_file ${file}`);
  }
  const config = join(folder, 'mosquitto.conf');
  writeFileSync(config, `${lines.join('\n')}\n`);
  const child: ChildProcess = spawn('mosquitto', ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await running(child).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  return async (keep) => {
    // It saves what it keeps when it is asked to end.
    child.kill(keep ? 'SIGTERM' : 'SIGKILL');
    await ended;
    if (keep) kept.folder = folder;
    else rmSync(folder, { recursive: true, force: true });
  };
}

function run(command: string, parameters: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
}

/** Mosquitto says so on its console. Somebody else may listen on its port, so to be let in there would prove nothing. */
function running(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (text: Buffer) => {
      said += text;
      if (!/mosquitto version \S+ running/.test(said)) return;
      child.stderr!.off('data', listen).resume();
      resolve();
    };
    child.stderr!.on('data', listen);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`Mosquitto ended at once: ${said}`)));
  });
}
