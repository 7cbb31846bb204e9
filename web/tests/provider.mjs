// A real OpenID provider in a process of its own, for provider.test.mjs:
//   node provider.mjs PORT RETURN_ADDRESS
// Whoever comes says on its page who she is and at which level.

import http from 'node:http';
import { Provider } from 'oidc-provider';

const [port, returnAddress] = process.argv.slice(2);
const LEVELS = ['https://www.spid.gov.it/SpidL1', 'https://www.spid.gov.it/SpidL2'];

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'approdo', client_secret: 'a secret between the two', redirect_uris: [returnAddress] }],
  acrValues: LEVELS,
  pkce: { required: () => true, methods: ['S256'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, { uid }) => `/who/${uid}` },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  cookies: { keys: ['for a test alone'] },
  ttl: { Interaction: 600, Session: 600, Grant: 600, IdToken: 300, AccessToken: 60 },
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid');
    await grant.save();
    return grant;
  },
});

const page = (action) => `<!doctype html><title>Provider</title><form method="get" action="${action}">
<input name="sub"><input name="acr"><button name="answer" value="yes">Yes</button><button name="answer" value="no">No</button></form>`;

async function who(request, response) {
  const asked = new URL(request.url, `http://127.0.0.1:${port}`);
  const { sub, acr, answer } = Object.fromEntries(asked.searchParams);
  if (!answer) {
    response.setHeader('content-type', 'text/html').end(page(asked.pathname));
    return;
  }
  const result = answer === 'yes' ? { login: { accountId: sub, acr } } : { error: 'access_denied', error_description: 'she said no' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
const server = http.createServer((request, response) => {
  if (request.url.startsWith('/who/')) {
    who(request, response).catch((why) => response.writeHead(500).end(String(why)));
  } else {
    answer(request, response);
  }
});
server.listen(Number(port), '127.0.0.1', () => console.log('ready'));
