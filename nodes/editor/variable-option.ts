/** Lists and environment variables: a list knows none, and without an entry for it Done would save nothing in its place. */
import { isVariable } from '../runtime/settings';

/** Gives the list an entry for the variable that is saved, and chooses it. */
export function keepVariable(list: JQuery, saved: unknown): void {
  if (!isVariable(saved)) return;
  const variable = String(saved);
  if (list.val() !== variable) $('<option>').val(variable).text(variable).appendTo(list);
  list.val(variable);
}
