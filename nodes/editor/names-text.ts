/** Text of names for the label of a node in the workspace, where there is little room. */

/** `car, amp, power`: of a field its own name, and of a total without saying so. */
export function namesText(names: readonly string[]): string {
  return names.map((name) => name.slice(name.indexOf('.') + 1).replace(/(?<=.)Total$/, '')).join(', ');
}
