/** The indexes of all nodes' folders; the build makes this module when it bundles the editor plugin. */
declare module 'node-folders' {
  import type { NodeFolder } from '../runtime/node-folder';

  export const folders: readonly NodeFolder[];
}
