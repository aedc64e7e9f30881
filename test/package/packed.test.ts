import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { keys, rowOf } from '../../lib/keys';
import { type Installed, installPacked, type NodeRed, startNodeRed } from '../support/node-red-process';

const ROOT = join(__dirname, '..', '..', '..');
const description = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const NAME: string = description.name;
const TYPES = Object.keys(description['node-red'].nodes);

/** All that may be in the package; of each kind something must be. */
const KINDS: Readonly<Record<string, RegExp>> = {
  description: /^package\.json$/,
  licence: /^LICENSE$/,
  readme: /^README\.md$/,
  changelog: /^CHANGELOG\.md$/,
  'entry point': /^dist\/lib\/index\.js$/,
  library: /^dist\/lib\/([a-z-]+\/){0,2}[a-z\d-]+(\.types)?\.js$/,
  types: /^dist\/lib\/([a-z-]+\/){0,2}[a-z\d-]+(\.types)?\.d\.ts$/,
  registry: /^dist\/lib\/keys\/rows\.json$/,
  descriptions: /^resources\/keys\.(en|de)\.json$/,
  command: /^dist\/lib\/simulator\/cli\.js$/,
  nodes: /^dist\/nodes\/(goe-[a-z]+|runtime)\/(?!editor)[a-z-]+\.js$/,
  forms: /^dist\/nodes\/(goe-[a-z]+)\/\1\.html$/,
  icons: /^dist\/nodes\/(goe-[a-z]+)\/icons\/\1\.svg$/,
  labels: /^dist\/nodes\/(goe-[a-z]+)\/locales\/[\w-]+\/\1\.json$/,
  help: /^dist\/nodes\/(goe-[a-z]+)\/locales\/[\w-]+\/\1\.html$/,
  plugin: /^dist\/nodes\/editor\/goe-editor\.html$/,
  'labels of the plugin': /^dist\/nodes\/editor\/locales\/[\w-]+\/goe-editor\.json$/,
  examples: /^examples\/[^/]+\.json$/,
};

describe('The packed package, installed into an empty Node-RED user directory', function () {
  this.timeout(180_000);
  let installed: Installed;
  let nodeRed: NodeRed;

  before(async () => {
    installed = await installPacked(NAME);
    nodeRed = await startNodeRed(installed.directory);
  });
  after(async () => {
    await nodeRed?.stop();
    installed?.remove();
  });

  it('holds what is needed to run and nothing else', () => {
    const files = readdirSync(installed.packageDirectory, { recursive: true, encoding: 'utf8' })
      .filter((file) => statSync(join(installed.packageDirectory, file)).isFile())
      .map((file) => file.replaceAll('\\', '/'));
    const kinds = Object.entries(KINDS);
    assert.deepEqual(
      files.filter((file) => !kinds.some(([, kind]) => kind.test(file))),
      [],
      'files of no kind',
    );
    for (const [name, kind] of kinds)
      assert.ok(
        files.some((file) => kind.test(file)),
        `no ${name}`,
      );
    for (const type of TYPES)
      for (const part of [`${type}.js`, `${type}.html`, `icons/${type}.svg`])
        assert.ok(files.includes(`dist/nodes/${type}/${part}`), `no ${part} of ${type}`);
    const ofKeys = files.filter((file) => /^dist\/lib\/keys\/.*\.js$/.test(file));
    assert.deepEqual(ofKeys, ['dist/lib/keys/index.js'], 'the registry is one file');
    // Files built from a source that is gone by now must not be packed.
    const built = files.filter((file) => /\.(js|d\.ts)$/.test(file));
    assert.deepEqual(
      built.filter((file) => !existsSync(join(ROOT, file.replace(/^dist\//, '').replace(/\.(js|d\.ts)$/, '.ts')))),
      [],
      'files without a source',
    );
  });

  it('runs nothing when it is installed', () => {
    const { scripts } = JSON.parse(readFileSync(join(installed.packageDirectory, 'package.json'), 'utf8'));
    assert.deepEqual(
      Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name)),
      [],
    );
  });

  it('loads every node without an error', async () => {
    const sets = (await json('/nodes')).filter((set: { module: string }) => set.module === NAME);
    const loaded = sets.map(({ name, types, enabled, err }: Record<string, unknown>) => ({
      name,
      types,
      enabled,
      err,
    }));
    assert.deepEqual(
      sorted(loaded),
      sorted(TYPES.map((type) => ({ name: type, types: [type], enabled: true, err: undefined }))),
    );
    assert.ok(!/\[(warn|error)\].*goe|\[error\]/i.test(nodeRed.log()), nodeRed.log());
  });

  it('gives the editor the form and the definition of every node', async () => {
    const html = await text('/nodes', { Accept: 'text/html' });
    for (const type of TYPES) {
      assert.match(html, new RegExp(`data-template-name=["']${type}["']`));
      assert.match(html, new RegExp(`registerType\\(["']${type}["'], \\{`));
    }
  });

  for (const language of readdirSync(join(ROOT, 'nodes', 'editor', 'locales'))) {
    it(`speaks ${language}: labels and help of every node`, async () => {
      const catalogues = await json(`/nodes/messages?lng=${language}`);
      const own = readdirSync(join(installed.packageDirectory, 'dist', 'nodes'));
      for (const type of TYPES) {
        assert.ok(own.includes(type), type);
        const file = join(installed.packageDirectory, 'dist', 'nodes', type, 'locales', language, `${type}.json`);
        assert.deepEqual(catalogues[`${NAME}/${type}`], JSON.parse(readFileSync(file, 'utf8')));
      }
      const html = await text('/nodes', { Accept: 'text/html', 'Accept-Language': language });
      for (const type of TYPES) {
        const help = readFileSync(
          join(installed.packageDirectory, 'dist', 'nodes', type, 'locales', language, `${type}.html`),
          'utf8',
        );
        assert.ok(html.includes(help.trim()), `help of ${type} in ${language}`);
      }
    });
  }

  it('has an icon of its own for every node', async () => {
    for (const type of TYPES) {
      const answer = await nodeRed.get(`/icons/${NAME}/${type}.svg`);
      assert.match(answer.headers.get('content-type') ?? '', /svg/);
      assert.equal(
        await answer.text(),
        readFileSync(join(installed.packageDirectory, 'dist', 'nodes', type, 'icons', `${type}.svg`), 'utf8'),
        type,
      );
    }
  });

  it('gives the editor the key registry by its plugin', async () => {
    const plugins = (await json('/plugins')).filter((plugin: { module: string }) => plugin.module === NAME);
    assert.deepEqual(
      plugins.map(({ name, enabled, err }: Record<string, unknown>) => ({ name, enabled, err })),
      [{ name: 'goe-editor', enabled: true, err: undefined }],
    );
    const html = await text('/plugins', { Accept: 'text/html' });
    const { keys } = require(installed.packageDirectory);
    // The titles of the thirty card keys are put together when they are read; all others stand as they are.
    const literal = keys.filter((row: { name: string }) => !/^c\d[nei]$/.test(row.name));
    assert.ok(literal.length > 370, `${literal.length} keys`);
    for (const { name, title } of literal) {
      assert.ok(html.includes(title.en) && html.includes(title.de), `${name}: ${title.en}, ${title.de}`);
    }
  });

  it('offers its examples in the import menu', async () => {
    const offered = await json(`/library/examples/flows/${NAME}`);
    const names = offered.map((entry: { fn: string }) => entry.fn.replace(/\.json$/, ''));
    const files = readdirSync(join(installed.packageDirectory, 'examples')).map((file) => file.replace(/\.json$/, ''));
    assert.deepEqual(names.sort(), files.sort());
  });

  it('is a library too, without Node-RED', async () => {
    const script = `const { keys } = require(${JSON.stringify(NAME)}); console.log(keys.length > 400, Object.keys(require.cache).some((file) => file.includes('node-red') && !file.includes(${JSON.stringify(NAME)})));`;
    const { stdout } = await run(['-e', script]);
    assert.equal(stdout.trim(), 'true false');
  });

  it('gives what it exports and its description, and no file inside it', async () => {
    const inside = ['dist/lib/index.js', 'dist/lib/charger', 'dist/lib/keys/index.js', 'dist/nodes/goe-set/goe-set.js'];
    const script = `
      const { createRequire } = require('node:module');
      const own = createRequire(process.cwd() + '/');
      const code = (path) => { try { own(path); return 'found'; } catch ({ code }) { return code; } };
      const asModule = (path) => import(path).then(() => 'found', ({ code }) => code);
      (async () => {
        console.log(code(${JSON.stringify(NAME)}), own(${JSON.stringify(`${NAME}/package.json`)}).name);
        for (const path of ${JSON.stringify(inside.map((path) => `${NAME}/${path}`))})
          console.log(code(path), await asModule(path));
      })();`;
    const { stdout } = await run(['-e', script]);
    const refused = 'ERR_PACKAGE_PATH_NOT_EXPORTED';
    assert.deepEqual(stdout.trim().split('\n'), [`found ${NAME}`, ...inside.map(() => `${refused} ${refused}`)]);
  });

  it('gives ES modules everything by name', async () => {
    const script = `
      import * as named from ${JSON.stringify(NAME)};
      import { createRequire } from 'node:module';
      const all = Object.keys(createRequire(process.cwd() + '/').call(null, ${JSON.stringify(NAME)}));
      console.log(all.length > 10, JSON.stringify(all.filter((name) => !(name in named))));`;
    const { stdout } = await run(['--input-type=module', '-e', script]);
    assert.equal(stdout.trim(), 'true []');
  });

  // Without `@types/node`, and with the DOM or without it.
  for (const lib of [['ES2022'], ['ES2022', 'DOM']]) {
    it(`gives types that need no others, for a program that knows ${lib.join(' and ')}`, async () => {
      const program = `
        import { createCharger, createSimulator, findOnBroker, findOnNetwork, keys, probe, surplus } from ${JSON.stringify(NAME)};
        export const titles: string[] = keys.map((row) => row.title.de);
        // @ts-expect-error
        export const wrong: number = keys[0]!.title.de;
        const charger = createCharger({ connection: 'http', host: '192.168.1.20' });
        export const written = charger.write({ amp: 10 }, 'readback').then((outcomes) => outcomes.get('amp')?.outcome);
        export const found = findOnNetwork({ timeoutMs: 1000 }).then(([first]) => first?.serial);
        export { createSimulator, findOnBroker, probe, surplus };
      `;
      writeFileSync(join(installed.directory, 'program.ts'), program);
      const compilerOptions = { module: 'node16', strict: true, skipLibCheck: false, noEmit: true, types: [], lib };
      writeFileSync(
        join(installed.directory, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, files: ['program.ts'] }),
      );
      await run([join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']).catch(({ stdout }) =>
        assert.fail(stdout),
      );
    });
  }

  it('can be bundled with a program, and needs no files beside it', async () => {
    const alone = mkdtempSync(join(tmpdir(), 'goe-bundle-'));
    try {
      const program = `
        const { keys, rowOf, createCharger } = require(${JSON.stringify(NAME)});
        void createCharger({ connection: 'mqtt', broker: 'mqtt://127.0.0.1:1', serial: '123456' }).close();
        console.log(keys.length, rowOf('amp').title.en, rowOf('amp').description.de.length > 0);
      `;
      const bundle = join(alone, 'program.js');
      const stdin = { contents: program, resolveDir: installed.directory };
      await build({ stdin, bundle: true, platform: 'node', outfile: bundle, logLevel: 'error' });
      assert.equal((await run([bundle])).stdout.trim(), `${keys.length} ${rowOf('amp')!.title.en} true`);
    } finally {
      rmSync(alone, { recursive: true, force: true });
    }
  });

  it('brings the command goe-simulator', async () => {
    const { stdout } = await run([join(installed.packageDirectory, description.bin['goe-simulator']), '--help']);
    assert.match(stdout, /--model/);
  });

  async function json(path: string) {
    const answer = await nodeRed.get(path, { Accept: 'application/json' });
    assert.equal(answer.status, 200, path);
    return answer.json();
  }

  async function text(path: string, headers: Record<string, string>) {
    const answer = await nodeRed.get(path, headers);
    assert.equal(answer.status, 200, path);
    return answer.text();
  }

  function run(args: string[]) {
    return promisify(execFile)(process.env.GOE_TEST_NODE ?? process.execPath, args, { cwd: installed.directory });
  }
});

function sorted<T extends { name?: unknown }>(list: T[]): T[] {
  return [...list].sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
}
