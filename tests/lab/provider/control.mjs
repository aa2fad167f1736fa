// What only tests may do: revoke an account, shorten tokens, make an address fail, read which grants were asked for.

import { createServer } from 'node:http';
import { control } from './configuration.mjs';
import { revokeAccount } from './store.mjs';

const grants = [];

/** Remembers every answer of the token endpoint, without tokens. */
export function watch(provider) {
  const note = (error) => (ctx, problem) => grants.push({
    grant_type: ctx.oidc.params?.grant_type,
    account: ctx.oidc.account?.accountId ?? ctx.oidc.entities.Account?.accountId,
    error: error ? problem.error : undefined,
    description: error ? problem.error_detail ?? problem.error_description : undefined,
  });
  provider.on('grant.success', note(false));
  provider.on('grant.error', note(true));
  provider.on('server_error', (_ctx, problem) => console.error(problem));
}

/** Answers with the planned fault if the request is for its address; true when it did. */
export function failed(request, response) {
  const { fault } = control;
  if (!fault || !request.url.includes(fault.path)) return false;
  fault.times -= 1;
  if (fault.times <= 0) control.fault = null;
  const headers = { 'Content-Type': 'application/json' };
  if (fault.retry_after !== undefined) headers['Retry-After'] = fault.retry_after;
  response.writeHead(fault.status, headers);
  response.end(JSON.stringify(fault.body ?? { error: 'temporarily_unavailable' }));
  return true;
}

const ACTIONS = {
  '/revoke': ({ login }) => ({ refresh_tokens: revokeAccount(login) }),
  '/lifetime': ({ seconds }) => { control.accessTokenSeconds = seconds; return {}; },
  '/fault': (fault) => { control.fault = fault.status ? { times: Infinity, ...fault } : null; return {}; },
  '/grants': () => grants,
  '/forget-grants': () => { grants.length = 0; return {}; },
};

/** The control server on plain http, one POST with JSON per action. */
export function controlServer() {
  return createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const action = ACTIONS[request.url];
    response.writeHead(action ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(action ? action(JSON.parse(Buffer.concat(chunks).toString() || '{}')) : {}));
  });
}
