/** Rounds: in each of them all subjects run one after the other, so that other load on the machine disturbs all of them. */

/** A subject's name, and one measurement of it in a process of its own. */
export type Measurements = Record<string, () => Promise<number>>;

/** @returns the figures of each subject, round by round */
export async function alternate<T>(
  rounds: number,
  measurements: Record<string, () => Promise<T>>,
): Promise<Record<string, T[]>> {
  const figures: Record<string, T[]> = Object.fromEntries(Object.keys(measurements).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const order = Object.entries(measurements);
    // The first subject of a round finds a cooler machine than the last one, so the order is reversed in every other round.
    if (round % 2 === 1) order.reverse();
    for (const [name, measure] of order) figures[name]!.push(await measure());
  }
  return figures;
}
