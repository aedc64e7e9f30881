/**
 * Description of a node's folder: what its `index.ts` exports as `folder`. The build, the editor plugin and the tests find the
 * folders of `nodes/` by themselves and read this, so that no list of node types has to be kept anywhere else.
 */
import type { Migrations, Saved } from './schema';

export interface NodeFolder {
  /** The node's type in flows; its folder has the same name. */
  type: string;
  migrations: Migrations;
  /** Nodes as flows hold them, at least one of each schema and one without. Tests open and save each of them in the editor. */
  examples: readonly SavedExample[];
}

/** The properties of a saved node, without those that place it in a flow (id, tab, wires, charger). */
export interface SavedExample {
  /** Origin of these properties. */
  title: string;
  saved: Saved;
}
