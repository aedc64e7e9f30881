/** Migration of saved nodes in the editor: what an older version of the package saved is brought up to date as it comes in. */
import { folders } from 'node-folders';
import { type Migrations, type Saved, schemaOf } from '../runtime/schema';
import type { Texts } from './texts';

const migrationsByType = new Map<string, Migrations>(folders.map(({ type, migrations }) => [type, migrations]));

/** A node of the editor, behind the guard that Node-RED puts before nodes of locked flows. */
type AddedNode = EditorNode & { __node__?: EditorNode };

/**
 * Migrates each node that is loaded, imported or pasted, before its label, its validation or its dialog read it. Properties that
 * a flow leaves out get the values with which it runs, because a form would save others. The flow does not count as changed by
 * that: it runs the same, and the next deploy saves it.
 */
export function keepSavedNodesUpToDate(): void {
  RED.events.on('nodes:add', (added: AddedNode) => {
    const node = added.__node__ ?? added;
    const migrations = migrationsByType.get(added.type);
    if (!migrations || schemaOf(node) > migrations.schema) return;
    const names = Object.keys(definitionOf(added).defaults);
    const given = Object.fromEntries(names.map((name) => [name, (node as unknown as Record<string, unknown>)[name]]));
    const saved = schemaOf(node) < migrations.schema ? migrations.migrate(given) : given;
    Object.assign(node, saved, leftOut(saved, migrations.migrate({})));
  });
}

/** The properties that are left out. @param asEmpty the properties with which an empty node runs */
function leftOut(saved: Saved, asEmpty: Saved): Saved {
  return Object.fromEntries(Object.entries(asEmpty).filter(([name]) => (saved[name] ?? undefined) === undefined));
}

function definitionOf(node: EditorNode): { defaults: object } {
  return (node as unknown as { _def: { defaults: object } })._def;
}

/** @returns the problem with a node of a newer package; undefined when it can be used */
export function problemOfSchema(type: string, schema: unknown, texts: Texts): string | undefined {
  const migrations = migrationsByType.get(type);
  return migrations && schemaOf({ schema }) > migrations.schema ? texts('problem.newerSchema') : undefined;
}
