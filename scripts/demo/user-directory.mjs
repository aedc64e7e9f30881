/** The user directory of the demonstration's Node-RED, with this package in it as if it were installed. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Creates the directory and links the package, so that Node-RED finds its nodes, icons, locales and examples. */
export function linkPackage(root, userDir) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const modules = join(userDir, 'node_modules');
  mkdirSync(modules, { recursive: true });
  const link = join(modules, name);
  rmSync(link, { recursive: true, force: true });
  symlinkSync(root, link, 'junction');
  const description = { name: 'demo', private: true, dependencies: { [name]: version } };
  writeFileSync(join(userDir, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
}
