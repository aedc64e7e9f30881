/**
 * Look-ups of the scorecard, preloaded into node-red-dev: answers those of the flow library's catalogue and of Node-RED's releases,
 * because the tool gives up where the internet is not reachable. It makes all other look-ups itself.
 */
const { createRequire } = require('node:module');

/** By path, whatever host it is asked of. */
const ANSWERS = {
  '/catalogue.json': { modules: [] },
  '/node-red': {
    'dist-tags': { latest: '5.0.7', 'v4-maintenance': '4.1.15' },
    versions: { '5.0.7': { engines: { node: '>=22.9' } } },
  },
};

const axios = createRequire(require.resolve('node-red-dev/package.json'))('axios');
const get = axios.get.bind(axios);
axios.get = (url, ...rest) => {
  const { pathname } = new URL(url);
  return Object.hasOwn(ANSWERS, pathname) ? Promise.resolve({ data: ANSWERS[pathname] }) : get(url, ...rest);
};
