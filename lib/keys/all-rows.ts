/** All rows at once, made when the list is first looked at: the editor, documents and programs want it, Node-RED's flows do not. */
import { allRows } from './registry';
import type { KeyRow } from './row';

const all = {
  /** Every key, sorted by name. */
  get keys(): readonly KeyRow[] {
    return allRows();
  },
};
export = all;
