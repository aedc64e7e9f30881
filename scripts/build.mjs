/**
 * Build: compiles the project to dist/. TypeScript makes CommonJS of runtime and tests, the editor parts of the nodes are bundled
 * into their HTML, and locales and icons are put beside the node files, where Node-RED looks for them.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { missingParts, nodeTypes } from './node-folders.mjs';
import { formOf, settingsOf, withNamesInPlace, withSettings } from './settings.mjs';
import { filesUnder, sourcesDigest, stampFile } from './sources.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
/** Folder of what Node-RED serves to the editor; it has to be at the package's root. */
const resources = join(root, 'resources');
/** Short code with its names and with short lines, so that a stack trace says where something happened. */
const terse = {
  allowOverwrite: true,
  charset: 'utf8',
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 120,
  legalComments: 'none',
  logLevel: 'warning',
};
const rowsFile = join(dist, 'lib', 'keys', 'rows.json');

const started = performance.now();
const digest = sourcesDigest(root);
refuseForgottenParts();
for (const made of [dist, resources]) rmSync(made, { recursive: true, force: true });
mkdirSync(resources);
compile('tsconfig.json');
compile(join('nodes', 'tsconfig.editor.json'), '--noEmit');
onlyReachableTypes();
await withoutComments();
registryAsData();
await registryInOneFile();
const types = nodeTypes(root);
await Promise.all([...types.map(buildNode), buildEditorPlugin()]);
chmodSync(join(dist, 'lib', 'simulator', 'cli.js'), 0o755);
writeFileSync(stampFile(root), digest);
console.log(`Built ${types.length} nodes in ${((performance.now() - started) / 1000).toFixed(1)} s.`);

function compile(project, ...options) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', project, ...options], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** Keeps the types of the library with all that they refer to; those of inner modules, half of all, cannot be imported. */
function onlyReachableTypes() {
  const folder = join(dist, 'lib');
  const reached = new Set();
  const reach = (file) => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/\b(?:from|import\()\s*['"](\.[^'"]+)['"]/g)) {
      const target = join(dirname(file), path);
      reach([`${target}.d.ts`, join(target, 'index.d.ts')].find(existsSync));
    }
  };
  reach(join(folder, 'index.d.ts'));
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
    if (file.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
}

/**
 * Removes comments and indents from what runs, which is a third smaller then. An index.js that only exports what other modules
 * have is left: ES modules find its names by reading it, and would not find them in shorter syntax [Node.js].
 */
async function withoutComments() {
  const files = ['lib', 'nodes'].flatMap((folder) =>
    readdirSync(join(dist, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(dist, folder, file)),
  );
  await esbuild.build({
    entryPoints: files.filter((file) => file.endsWith('.js') && basename(file) !== 'index.js'),
    outdir: dist,
    outbase: dist,
    ...terse,
  });
}

/**
 * Writes the registry as data in place of the code that makes it: every row without its description, and the descriptions in a
 * file for each language, which Node-RED serves to the dialogs.
 */
function registryAsData() {
  const keys = join(dist, 'lib', 'keys');
  const { rows } = createRequire(import.meta.url)(join(keys, 'rows'));
  for (const made of ['rows', 'define.js']) rmSync(join(keys, made), { recursive: true });
  writeFileSync(rowsFile, JSON.stringify(rows.map(({ description: _apart, ...facts }) => facts)));
  for (const language of ['en', 'de'])
    writeFileSync(
      join(resources, `keys.${language}.json`),
      JSON.stringify(Object.fromEntries(rows.map(({ name, description }) => [name, description[language]]))),
    );
}

/**
 * Bundles the code of the registry into one file: every flow loads it, and opening a dozen files takes longer than running
 * them. The separate files stay in dist/ for the tests of the dialogs; package.json keeps them out of the package.
 */
async function registryInOneFile() {
  await esbuild.build({
    entryPoints: [join(root, 'lib', 'keys', 'index.ts')],
    outfile: join(dist, 'lib', 'keys', 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['*.json'],
    ...terse,
  });
}

function refuseForgottenParts() {
  const missing = missingParts(root);
  for (const line of missing) console.error(line);
  if (missing.length > 0) process.exit(1);
}

async function buildNode(type) {
  const source = join(root, 'nodes', type);
  const target = join(dist, 'nodes', type);
  const script = withNamesInPlace(await bundle(join(source, 'editor.ts')), settingsOf(root, type));
  // Node-RED's scorecard reads the type from the script without running it.
  if (
    !script.includes(`RED.nodes.registerType("${type}", {`) &&
    !script.includes(`RED.nodes.registerType('${type}', {`)
  ) {
    console.error(
      `nodes/${type}/editor.ts must call RED.nodes.registerType('${type}', {…}) with both written in place`,
    );
    process.exit(1);
  }
  writeFileSync(join(target, `${type}.html`), `${formOf(root, type)}\n${inScript(script)}`);
  copyLocales(source, target, settingsOf(root, type));
  const icon = `${type}.svg`;
  mkdirSync(join(target, 'icons'), { recursive: true });
  cpSync(join(root, 'icons', icon), join(target, 'icons', icon));
}

/** Editor plugin: what all dialogs share, with the registry. Node-RED loads it before any node's dialog opens. */
async function buildEditorPlugin() {
  const source = join(root, 'nodes', 'editor');
  const target = join(dist, 'nodes', 'editor');
  const script = await bundle(join(source, 'plugin.ts'), { minify: true, plugins: [rowsOfTheEditor(), nodeFolders()] });
  mkdirSync(target, { recursive: true });
  const css = await esbuild.transform(readFileSync(join(source, 'plugin.css'), 'utf8'), {
    loader: 'css',
    minify: true,
  });
  const style = `<style>\n${css.code}</style>\n`;
  writeFileSync(join(target, 'goe-editor.html'), style + inScript(script));
  copyLocales(source, target);
}

/** Copies the catalogues without their indents, and the help, both with their facts about settings put in. */
function copyLocales(source, target, settings = []) {
  cpSync(join(source, 'locales'), join(target, 'locales'), { recursive: true });
  for (const file of filesUnder(join(target, 'locales'))) {
    const catalogue = JSON.parse(readFileSync(file.replace(/\.html$/, '.json'), 'utf8'));
    const filled = (text) => withSettings(text, settings, catalogue[basename(source)] ?? {}, file);
    const inEntry = (_name, entry) => (typeof entry === 'string' ? filled(entry) : entry);
    writeFileSync(
      file,
      file.endsWith('.json') ? JSON.stringify(catalogue, inEntry) : filled(readFileSync(file, 'utf8')),
    );
  }
}

/** The rows in the editor plugin: the same data without the facts that no dialog reads, and without descriptions. */
function rowsOfTheEditor() {
  const rows = JSON.parse(readFileSync(rowsFile, 'utf8'));
  for (const row of rows) for (const fact of ['rate', 'echo', 'resend', 'published', 'plausible']) delete row[fact];
  return {
    name: 'rows',
    setup(build) {
      build.onLoad({ filter: /[\\/]keys[\\/]all-rows\.ts$/ }, () => ({
        contents: `export const keys = ${JSON.stringify(rows)};`,
      }));
    },
  };
}

/** The module `node-folders` of the editor plugin: the `index.ts` of every node, whichever there are. */
function nodeFolders() {
  const imports = types.map((type, at) => `import { folder as folder${at} } from './${type}';`);
  return {
    name: 'node-folders',
    setup(build) {
      build.onResolve({ filter: /^node-folders$/ }, ({ path }) => ({ path, namespace: 'node-folders' }));
      build.onLoad({ filter: /.*/, namespace: 'node-folders' }, () => ({
        contents: `${imports.join('\n')}\nexport const folders = [${types.map((_, at) => `folder${at}`)}];`,
        resolveDir: join(root, 'nodes'),
      }));
    },
  };
}

/** Bundles a script for the editor. Dialogs stay readable, because the scorecard looks for their `registerType`. */
async function bundle(entry, options = {}) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
    logLevel: 'warning',
    ...options,
  });
  return outputFiles[0].text;
}

function inScript(script) {
  return `<script type="text/javascript">\n${script}</script>\n`;
}
