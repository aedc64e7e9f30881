/** Step-by-step tests: each step needs the one before, so after the first that fails the others are left out. */

/** To be called within a `describe`. @param failed takes a picture of what went wrong */
export function stepByStep(failed: () => Promise<void>): void {
  let over = false;
  beforeEach(function () {
    if (over) this.skip();
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    over = true;
    await failed();
  });
}
