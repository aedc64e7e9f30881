/** Core nodes, as users build it: a message to an `http request` that parses JSON. */
import { flowSubject } from '../flow-subject';
import { ON_TAB } from '../node-red';
import { TEN_KEYS } from '../traffic';

/** @param repeatS an `inject` in place of cycles, at this interval. @param writes set a value in place of reading */
export const start = ({ host, repeatS, writes }: { host: string; repeatS?: number; writes?: boolean }) =>
  flowSubject(
    [
      ...(repeatS
        ? [
            {
              id: 'inject',
              type: 'inject',
              ...ON_TAB,
              props: [{ p: 'payload' }],
              repeat: String(repeatS),
              once: true,
              onceDelay: 0.1,
              payload: '',
              payloadType: 'date',
              wires: [['first']],
            },
          ]
        : []),
      {
        id: 'first',
        type: 'http request',
        ...ON_TAB,
        method: 'GET',
        ret: 'obj',
        paytoqs: 'ignore',
        url: writes ? '' : `http://${host}/api/status?filter=${TEN_KEYS.join()}`,
        persist: false,
        insecureHTTPParser: false,
        authType: '',
        senderr: false,
        headers: [],
        wires: [['sink']],
      },
    ],
    { message: (n) => (writes ? { url: `http://${host}/api/set?amp=${6 + (n % 26)}` } : {}) },
  );
