/** The nodes of the package: every folder of `nodes/` but those that nodes share. Nothing else lists node types. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that are no node: the code of all dialogs, and that of all nodes at run time. */
const SHARED = ['editor', 'runtime'];

/** @returns the types, which are the names of the folders */
export function nodeTypes(root) {
  return readdirSync(join(root, 'nodes'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !SHARED.includes(entry.name))
    .map(({ name }) => name);
}

/** @returns the languages of the package, `en-US` among them: every folder beside it in any `locales` */
export function languagesOf(root) {
  const folders = [...nodeTypes(root), 'editor'].map((name) => join(root, 'nodes', name, 'locales'));
  return [...new Set(folders.filter(existsSync).flatMap((folder) => readdirSync(folder)))].sort();
}

/** @returns what is missing for the package to have all its nodes, a line each that names the file; empty where all is there */
export function missingParts(root) {
  const languages = languagesOf(root);
  const types = nodeTypes(root);
  const files = types.flatMap((type) => [
    `icons/${type}.svg`,
    ...[`index.ts`, `${type}.ts`, 'editor.ts', 'form.html'].map((file) => `nodes/${type}/${file}`),
    ...languages.flatMap((language) =>
      ['json', 'html'].map((ending) => `nodes/${type}/locales/${language}/${type}.${ending}`),
    ),
  ]);
  const named = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))['node-red'].nodes;
  return [
    ...files.filter((file) => !existsSync(join(root, file))).map((file) => `${file} is missing`),
    ...types
      .filter((type) => named[type] !== `dist/nodes/${type}/${type}.js`)
      .map((type) => `package.json: "node-red".nodes must have "${type}": "dist/nodes/${type}/${type}.js"`),
    ...Object.keys(named)
      .filter((type) => !types.includes(type))
      .map((type) => `package.json: "node-red".nodes has "${type}", and there is no folder nodes/${type}`),
  ];
}
