/** Requests of the dialog to the runtime, one at a time. Addresses without a slash in front keep to Node-RED's root and login. */

export type Route = 'find' | 'test';

/** Reason for a missing answer: an entry of the catalogue below `request`. */
export interface NoAnswer {
  trouble: 'forbidden' | 'outdated' | 'busy' | 'lost' | 'failed';
}

/** Time limit of a request to the runtime, which answers within twelve seconds [our choice]. */
const TIMEOUT_MS = 20_000;

const TROUBLES: Readonly<Record<number, NoAnswer['trouble']>> = {
  0: 'lost',
  401: 'forbidden',
  403: 'forbidden',
  // Node-RED still runs a version of this package without these routes.
  404: 'outdated',
  429: 'busy',
};

/** Requests of one dialog: a new one stops the one before, and its button shows that it is under way. */
export interface Requests {
  isBusy(route: Route): boolean;
  /** @returns undefined where something newer is asked meanwhile, or the dialog has been closed */
  ask<Answer extends object>(route: Route, body: object): Promise<Answer | NoAnswer | undefined>;
  stop(): void;
}

export function createRequests(form: JQuery): Requests {
  let running: JQuery.jqXHR | undefined;
  const buttonOf = (route: Route) => form.find(`.goe-${route}`);

  function stop(): void {
    const stopped = running;
    running = undefined;
    stopped?.abort();
    form.find('[aria-busy]').removeAttr('aria-busy');
  }

  return {
    isBusy: (route) => buttonOf(route).attr('aria-busy') === 'true',
    async ask<Answer extends object>(route: Route, body: object): Promise<Answer | NoAnswer | undefined> {
      stop();
      const request = post(route, body);
      running = request;
      buttonOf(route).attr('aria-busy', 'true');
      const answer = await new Promise<Answer | NoAnswer>((resolve) => {
        request.then(resolve, ({ status }) => resolve({ trouble: TROUBLES[status] ?? 'failed' }));
      });
      if (running !== request) return undefined;
      stop();
      return answer;
    },
    stop,
  };
}

function post(route: Route, body: object): JQuery.jqXHR {
  return $.ajax({
    url: `goe-charger/${route}`,
    method: 'POST',
    contentType: 'application/json',
    dataType: 'json',
    data: JSON.stringify(body),
    timeout: TIMEOUT_MS,
  });
}
