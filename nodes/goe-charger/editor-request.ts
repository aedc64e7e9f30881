/** Asking the runtime something from the dialog. Addresses without a slash in front keep to Node-RED's root and login. */

/** Why there is no answer: an entry of the catalogue below `request`. */
export interface NoAnswer {
  trouble: 'forbidden' | 'outdated' | 'busy' | 'lost' | 'failed';
}

export interface Request<Answer> {
  answer: Promise<Answer | NoAnswer | 'stopped'>;
  stop(): void;
}

/** The runtime answers within twelve seconds. */
const TIMEOUT_MS = 20_000;

const TROUBLES: Readonly<Record<number, NoAnswer['trouble']>> = {
  0: 'lost',
  401: 'forbidden',
  403: 'forbidden',
  // Node-RED still runs a version of this package without these routes.
  404: 'outdated',
  429: 'busy',
};

export function ask<Answer extends object>(route: 'find' | 'test', body: object): Request<Answer> {
  const request = $.ajax({
    url: `goe-charger/${route}`,
    method: 'POST',
    contentType: 'application/json',
    dataType: 'json',
    data: JSON.stringify(body),
    timeout: TIMEOUT_MS,
  });
  const answer = new Promise<Answer | NoAnswer | 'stopped'>((resolve) => {
    request.then(resolve, ({ status, statusText }) =>
      resolve(statusText === 'abort' ? 'stopped' : { trouble: TROUBLES[status] ?? 'failed' }),
    );
  });
  return { answer, stop: () => request.abort() };
}
