import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { LOCAL, type Local } from '../support/chargers';
import { cloudAt } from '../support/cloud-address';
import type { FlowNode } from '../support/flow';
import { type NodeRed, startNodeRed } from '../support/node-red-process';
import { type Relay, startRelay } from '../support/relay';
import { until } from '../support/until';

const ROOT = join(__dirname, '..', '..', '..');
const { name: PACKAGE } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const POLL_S = 0.5;

const EMPTY: FlowNode = { id: 'empty', type: 'tab', label: 'Empty' };

type DeploymentType = 'full' | 'flows' | 'nodes' | 'reload';

describe('In a really started Node-RED', function () {
  this.timeout(60_000);
  let directory: string;
  let nodeRed: NodeRed;
  let sim: Simulator;
  let broker: TestBroker;
  let doors: Record<Local, Relay>;

  before(async () => {
    sim = createSimulator({ serial: '123456' });
    broker = await startBroker();
    await sim.connectMqtt({ url: broker.url });
    doors = { http: await startRelay((await sim.listenHttp()).port), mqtt: await startRelay(broker.port) };
    directory = mkdtempSync(join(tmpdir(), 'goe-runtime-'));
    mkdirSync(join(directory, 'node_modules'));
    symlinkSync(ROOT, join(directory, 'node_modules', PACKAGE), 'junction');
    const environment = {
      GOE_HOST: `127.0.0.1:${doors.http.port}`,
      GOE_BROKER: `mqtt://127.0.0.1:${doors.mqtt.port}`,
      GOE_SERIAL: '123456',
    };
    Object.assign(process.env, environment);
    // At the address of the cloud nothing answers.
    nodeRed = await startNodeRed(
      directory,
      { logging: { console: { level: 'trace', metrics: false, audit: true } } },
      cloudAt('http://127.0.0.1:9'),
    );
    for (const name of Object.keys(environment)) delete process.env[name];
  });
  after(async () => {
    await nodeRed?.stop();
    await doors?.http.close();
    await doors?.mqtt.close();
    await sim?.close();
    await broker?.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  });
  beforeEach(async () => {
    sim.set({ amp: 16, psm: 0 });
    await deploy([EMPTY]);
  });
  afterEach(() => sim.clearFaults());

  const deployments = () => nodeRed.log().match(/Started (modified )?(flows|nodes)/g)?.length ?? 0;

  /** Deploys and waits until it is done. */
  async function deploy(flow: FlowNode[], type: DeploymentType = 'full'): Promise<void> {
    const before = deployments();
    const answer = await fetch(`${nodeRed.url}/flows`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Node-RED-Deployment-Type': type },
      body: JSON.stringify(flow),
    });
    assert.ok(answer.ok, `${answer.status} ${await answer.text()}`);
    await until(() => deployments() > before, `a deployment of ${type}`, 10_000);
  }

  interface Answer {
    status: number;
    // biome-ignore lint/suspicious/noExplicitAny: the tests look at what the flow answered
    body: any;
  }

  async function call(path: string, body?: object, withinMs = 5000): Promise<Answer> {
    const answer = await fetch(nodeRed.url + path, {
      signal: AbortSignal.timeout(withinMs),
      ...(body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text };
  }

  /** Until a flow that was just deployed knows its charger. */
  const reads = (connection: Local) =>
    until(() => call(`/read/${connection}`).then(({ status }) => status === 200), `reading over ${connection}`);

  for (const connection of LOCAL) {
    it(`a flow reads, writes and gets changes of a charger over ${connection}, configured by environment variables`, async () => {
      await deploy(flowOf());
      await reads(connection);
      assert.deepEqual(await call(`/read/${connection}`), { status: 200, body: { amp: 16, psm: 0 } });
      assert.deepEqual(await call(`/set/${connection}`, { amp: 10 }), {
        status: 200,
        body: { amp: { outcome: 'confirmed', value: 10, previous: 16 } },
      });
      const refused = await call(`/set/${connection}`, { amp: 99 });
      assert.equal(refused.status, 500);
      assert.equal(refused.body.code, 'INVALID');
      await until(async () => (await call(`/events/${connection}`)).body.length > 0, 'the change is received');
      const events = (await call(`/events/${connection}`)).body;
      assert.deepEqual(events, [
        {
          topic: 'amp',
          payload: 10,
          previous: 16,
          charger: { name: `Carport ${connection}`, serial: '123456', connection },
        },
      ]);
    });
  }

  it('thirty deployments of each kind in the middle of traffic leave everything alive, with one poller and one connection', async () => {
    await deploy(flowOf());
    for (const connection of LOCAL) await reads(connection);
    let traffic = true;
    let answered = 0;
    const loop = async (path: string, body?: () => object) => {
      while (traffic) {
        // A request gets no answer while its nodes are replaced.
        await call(path, body?.(), 400).then(
          () => (answered += 1),
          () => {},
        );
        await delay(5);
      }
    };
    const ampere = () => ({ amp: 6 + Math.floor(Math.random() * 10) });
    const loops = LOCAL.flatMap((connection) => [
      loop(`/read/${connection}`),
      loop(`/ask/${connection}`),
      loop(`/set/${connection}`, ampere),
    ]);
    for (let turn = 0; turn < 30; turn += 1) {
      for (const type of ['nodes', 'flows', 'full', 'reload'] as const) {
        // Now the charger is another, now only a node that uses it, now nothing at all.
        await deploy(flowOf({ charger: turn % 3 === 0 ? 1 : 0, user: turn % 3 === 1 ? 1 : 0, at: turn }), type);
        const before = answered;
        await until(() => answered > before, `an answer after deployment ${turn} of ${type}`);
      }
    }
    traffic = false;
    await Promise.all(loops);
    assert.doesNotMatch(nodeRed.log(), /unhandled|uncaught|MaxListeners|TypeError|ReferenceError/i);

    // Calm again: what is left over from before would still ask, or still be connected.
    await delay(300);
    const from = sim.requests.length;
    const seconds = 3;
    await delay(seconds * 1000);
    const polls = sim.requests.slice(from).filter(({ path }) => path === '/api/status').length;
    assert.ok(polls >= seconds / POLL_S - 2 && polls <= seconds / POLL_S + 1, `${polls} polls in ${seconds} s`);
    assert.equal(doors.mqtt.open, 1);
    assert.ok(doors.http.open <= 1, `${doors.http.open} connections`);
    for (const connection of LOCAL) {
      await reads(connection);
      const amp = connection === 'http' ? 7 : 9;
      assert.equal((await call(`/set/${connection}`, { amp })).status, 200);
      assert.equal(sim.get('amp'), amp);
    }
  });

  it('sends the charger no requests once its nodes are gone', async () => {
    await deploy(flowOf());
    for (const connection of LOCAL) await reads(connection);
    await deploy([EMPTY], 'nodes');
    await until(() => doors.http.open + doors.mqtt.open === 0, 'no connection is left');
    const made = doors.http.made + doors.mqtt.made;
    await delay(POLL_S * 2000);
    assert.equal(doors.http.made + doors.mqtt.made, made);
  });

  it('tokens and passwords are in no log, however talkative, and in no answer of the admin API', async () => {
    const secrets = { token: 'canary-token', username: 'garage', password: 'canary-password' };
    const flow = flowOf();
    for (const node of flow) if (node.type === 'goe-charger') node.credentials = secrets;
    flow.push(
      { id: 'cloud', type: 'goe-charger', connection: 'cloud', serial: '123456', credentials: secrets },
      {
        id: 'wordy broker',
        type: 'goe-charger',
        name: 'Wordy',
        connection: 'mqtt',
        serial: '123456',
        broker: 'mqtt://garage:canary-in-url@127.0.0.1:9',
      },
      { id: 'tls', type: 'tls-config', keydata: '', credentials: { keydata: 'x', passphrase: 'canary-passphrase' } },
      {
        id: 'tls broker',
        type: 'goe-charger',
        name: 'Sealed',
        connection: 'mqtt',
        serial: '123456',
        broker: `mqtts://127.0.0.1:${doors.http.port}`,
        tls: 'tls',
        credentials: secrets,
      },
      ...users('cloud', 'cloud'),
      ...users('wordy broker', 'wordy'),
      ...users('tls broker', 'sealed'),
    );
    await deploy(flow);
    for (const path of ['/ask/cloud', '/ask/wordy', '/ask/sealed', '/ask/mqtt']) {
      const { status, body } = await call(path);
      if (status !== 200) assert.doesNotMatch(JSON.stringify(body), /canary/, path);
    }
    await until(() => /Wordy is offline/.test(nodeRed.log()), 'the loss is logged');
    assert.match(nodeRed.log(), /\[trace\]/);
    assert.doesNotMatch(nodeRed.log(), /canary/);
    for (const version of ['v1', 'v2']) {
      const flows = await (await nodeRed.get('/flows', { 'Node-RED-API-Version': version })).text();
      assert.match(flows, /goe-charger/);
      // What somebody writes into an address is theirs to see; what is entered as a secret is not.
      assert.doesNotMatch(flows, /canary-(token|password|passphrase)/);
    }
  });

  // The last one: it ends the Node-RED of all.
  it('stops within two seconds while the charger hangs and messages are under way', async () => {
    await deploy(flowOf());
    for (const connection of LOCAL) await reads(connection);
    sim.fault('hang');
    sim.fault('noResult');
    sim.fault('ignored');
    const unanswered = LOCAL.flatMap((connection) => [
      call(`/ask/${connection}`).catch(() => {}),
      call(`/set/${connection}`, { amp: 12 }).catch(() => {}),
    ]);
    await until(() => sim.openRequests > 0, 'a request hangs');
    const from = Date.now();
    await nodeRed.stop();
    const tookMs = Date.now() - from;
    assert.ok(tookMs < 2000, `${tookMs} ms`);
    assert.match(nodeRed.log(), /Stopped flows/);
    await Promise.all(unanswered);
  });

  /** A flow for each connection, with HTTP nodes that give and return its messages. */
  function flowOf(version: { charger?: number; user?: number; at?: number } = {}): FlowNode[] {
    return [
      { id: 'tab', type: 'tab', label: 'Test', disabled: false, info: '' },
      {
        id: 'http charger',
        type: 'goe-charger',
        name: 'Carport http',
        connection: 'http',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how Node-RED writes an environment variable
        host: '${GOE_HOST}',
        pollInterval: POLL_S,
        timeout: version.charger ? `${4 + (version.at ?? 0) / 100}` : 4,
      },
      {
        id: 'mqtt charger',
        type: 'goe-charger',
        name: 'Carport mqtt',
        connection: 'mqtt',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how Node-RED writes an environment variable
        broker: '${GOE_BROKER}',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how Node-RED writes an environment variable
        serial: '${GOE_SERIAL}',
        timeout: version.charger ? `${4 + (version.at ?? 0) / 100}` : 4,
      },
      ...users('http charger', 'http', version.user ? `used ${version.at}` : ''),
      ...users('mqtt charger', 'mqtt', version.user ? `used ${version.at}` : ''),
    ];
  }

  function users(charger: string, path: string, name = ''): FlowNode[] {
    const on = (id: string, type: string, properties: object): FlowNode => ({
      id: `${path} ${id}`,
      type,
      z: 'tab',
      x: 100,
      y: 100,
      wires: [],
      ...properties,
    });
    const to = (...ids: string[]) => ({ wires: [ids.map((id) => `${path} ${id}`)] });
    return [
      on('read in', 'http in', { url: `/read/${path}`, method: 'get', ...to('read') }),
      on('read', 'goe-status', { name, charger, keys: ['amp', 'psm'], ...to('answer') }),
      on('ask in', 'http in', { url: `/ask/${path}`, method: 'get', ...to('ask') }),
      on('ask', 'goe-status', { name, charger, keys: ['psm', 'car'], source: 'charger', ...to('answer') }),
      on('set in', 'http in', { url: `/set/${path}`, method: 'post', ...to('set') }),
      on('set', 'goe-set', { name, charger, values: [], ...to('result') }),
      on('result', 'change', {
        rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'result', tot: 'msg' }],
        ...to('answer'),
      }),
      on('event', 'goe-event', { name, charger, keys: ['amp'], happenings: ['online', 'offline'], ...to('note') }),
      on('note', 'function', {
        func: `const { topic, payload, previous, charger } = msg;
flow.set('${path}', [...(flow.get('${path}') ?? []), { topic, payload, previous, charger }]);`,
        outputs: 0,
      }),
      on('events in', 'http in', { url: `/events/${path}`, method: 'get', ...to('notes') }),
      on('notes', 'function', {
        func: `msg.payload = flow.get('${path}') ?? []; return msg;`,
        outputs: 1,
        ...to('answer'),
      }),
      on('errors', 'catch', { scope: ['read', 'ask', 'set'].map((id) => `${path} ${id}`), ...to('failed') }),
      on('failed', 'change', {
        rules: [
          { t: 'set', p: 'payload', pt: 'msg', to: 'error', tot: 'msg' },
          { t: 'set', p: 'statusCode', pt: 'msg', to: '500', tot: 'num' },
        ],
        ...to('answer'),
      }),
      on('answer', 'http response', {}),
    ];
  }
});
