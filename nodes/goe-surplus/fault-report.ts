/** Fault report: an error is reported once as long as its reason stays the same, and so is its end. */

export interface FaultHooks {
  failed(error: Error): void;
  recovered(): void;
}

/**
 * @returns to be called with the present error, or undefined where all is well; `reason` distinguishes errors, and is the error's
 * code by default
 */
export function createFaultReport({ failed, recovered }: FaultHooks): (error?: Error, reason?: string) => void {
  let reported: string | undefined;
  return (error, reason = error && reasonOf(error)) => {
    if (reason === reported) return;
    reported = reason;
    if (error) failed(error);
    else recovered();
  };
}

function reasonOf(error: Error): string {
  return String((error as { code?: unknown }).code ?? error.message);
}
