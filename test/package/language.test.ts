import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { type NodeRed, startNodeRed } from '../support/node-red-process';

const ROOT = join(__dirname, '..', '..', '..');
const { name: NAME } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
/** A language the package does not speak. Every text is the English one between these marks. */
const LANGUAGE = 'eo';
const made = (english: string) => `«${english}»`;

interface Catalogue {
  [entry: string]: string | Catalogue;
}

function translated(part: Catalogue): Catalogue {
  return Object.fromEntries(
    Object.entries(part).map(([entry, text]) => [entry, typeof text === 'string' ? made(text) : translated(text)]),
  );
}

/** Adds the language to every catalogue below `nodes`, by files alone. */
function addLanguage(nodes: string, keys: Catalogue): void {
  for (const folder of readdirSync(nodes)) {
    const english = join(nodes, folder, 'locales', 'en-US');
    if (!existsSync(english)) continue;
    const own = join(nodes, folder, 'locales', LANGUAGE);
    mkdirSync(own);
    for (const file of readdirSync(english)) {
      const text = readFileSync(join(english, file), 'utf8');
      if (file.endsWith('.html')) {
        writeFileSync(join(own, file), text.replaceAll('<p>', '<p>«'));
        continue;
      }
      const catalogue = translated(JSON.parse(text));
      if (catalogue.language) catalogue.language = LANGUAGE;
      if (folder === 'editor') catalogue.keys = keys;
      writeFileSync(join(own, file), JSON.stringify(catalogue));
    }
  }
}

describe('Another language, added as catalogue files and nothing else', function () {
  this.timeout(120_000);
  let copy: string;
  let userDirectory: string;
  let simulator: Simulator;
  let nodeRed: NodeRed | undefined;

  before(async () => {
    copy = mkdtempSync(join(tmpdir(), 'goe-language-'));
    for (const part of ['lib', 'nodes', 'icons', 'scripts', 'package.json', 'tsconfig.json'])
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
    addLanguage(join(copy, 'nodes'), {
      car: { title: 'Stato', options: { 1: 'Senokupita' } },
      nrg: { powerTotal: { title: 'Povumo' } },
    });
    await script('build.mjs');

    userDirectory = mkdtempSync(join(tmpdir(), 'goe-language-user-'));
    mkdirSync(join(userDirectory, 'node_modules'));
    symlinkSync(copy, join(userDirectory, 'node_modules', NAME), 'junction');
    writeFileSync(
      join(userDirectory, 'package.json'),
      JSON.stringify({ name: 'user-directory', private: true, dependencies: { [NAME]: '*' } }),
    );
    simulator = createSimulator();
    const { url } = await simulator.listenHttp({ port: 0 });
    writeFileSync(join(userDirectory, 'flows.json'), JSON.stringify(flow(url)));
    nodeRed = await startNodeRed(userDirectory, { lang: LANGUAGE });
  });
  after(async () => {
    await nodeRed?.stop();
    await simulator?.close();
    for (const directory of [copy, userDirectory])
      if (directory) rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  });

  it('passes the check of the catalogues, which prints how many of the keys it has', async () => {
    const { stdout } = await script('catalogues.mjs', '--check');
    assert.match(stdout, new RegExp(`${LANGUAGE} 100 %`));
    assert.match(stdout, new RegExp(`Keys in ${LANGUAGE}: 3 of \\d{4} texts`));
  });

  it('reaches the editor: labels and help of the nodes, and the texts of the plugin with those of the keys', async () => {
    const nodes = await json(`/nodes/messages?lng=${LANGUAGE}`);
    assert.equal(nodes[`${NAME}/goe-status`]['goe-status'].label.charger, made('Charger'));
    const plugins = await json(`/plugins/messages?lng=${LANGUAGE}`);
    assert.equal(plugins[`${NAME}/goe-editor`].keys.car.title, 'Stato');
    const html = await (await nodeRed!.get('/nodes', { Accept: 'text/html', 'Accept-Language': LANGUAGE })).text();
    assert.match(html, /data-help-name="goe-status">\s*<p>«/);
  });

  it('reaches messages: labels and titles of keys, English where it has none', async () => {
    const { car, amp, ...power } = await json('/values');
    assert.deepEqual([car.title, car.label], ['Stato', 'Senokupita']);
    assert.equal(amp.title, 'Charging current');
    assert.equal(power['nrg.powerTotal'].title, 'Povumo');
  });

  it('reaches the status under nodes', async () => {
    const { text } = await json('/status');
    assert.equal(text, 'Senokupita · 0 W · 16 A');
  });

  async function script(name: string, ...args: string[]) {
    return promisify(execFile)(process.execPath, [join(copy, 'scripts', name), ...args], { cwd: copy });
  }

  async function json(path: string) {
    const answer = await nodeRed!.get(path, { Accept: 'application/json' });
    assert.equal(answer.status, 200, path);
    return answer.json();
  }
});

/** `/values` answers with a goe-status in details, `/status` with what it shows under itself. */
function flow(url: string): object[] {
  const keys = ['car', 'nrg.powerTotal', 'amp'];
  const on = (id: string, type: string, wires: string[], more: object) => ({
    id,
    type,
    z: 'tab',
    x: 100,
    y: 100,
    wires: [wires],
    ...more,
  });
  return [
    { id: 'tab', type: 'tab', label: 'Language' },
    { id: 'charger', type: 'goe-charger', connection: 'http', host: url },
    on('values', 'http in', ['goe'], { url: '/values', method: 'get' }),
    on('goe', 'goe-status', ['answer'], { charger: 'charger', keys, output: 'details' }),
    on('listen', 'status', ['keep'], { scope: ['goe'] }),
    on('keep', 'change', [], { rules: [{ t: 'set', p: 'shown', pt: 'flow', to: 'status', tot: 'msg' }] }),
    on('status', 'http in', ['tell'], { url: '/status', method: 'get' }),
    on('tell', 'change', ['answer'], { rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'shown', tot: 'flow' }] }),
    on('answer', 'http response', [], {}),
  ];
}
