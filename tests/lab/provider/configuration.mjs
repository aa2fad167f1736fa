// How the provider is set up: one native public client, the mail permissions of Exchange, tokens of real size.

import { createHash, generateKeyPairSync } from 'node:crypto';
import { Store } from './store.mjs';

const RESOURCE = 'https://outlook.office.com';
const SCOPES = ['IMAP.AccessAsUser.All', 'POP.AccessAsUser.All', 'SMTP.Send'].map((name) => `${RESOURCE}/${name}`);
const TENANT = '7d2f5c1e-3b0a-4f57-9c41-6a1d0e5b7c22';
// The mailbox that everybody may open besides their own.
const SHARED_MAILBOX = 'faktury@firma.example';
const GROUPS_FOR_REAL_SIZE = 29; // they bring the access token to about 2.8 KB, as Exchange's are
const REFRESH_TOKEN_BITS = 7200; // 1,200 characters
const LOOPBACK = ['http://localhost', 'http://127.0.0.1', 'http://[::1]']; // RFC 8252 section 7.3: any port

export const control = { accessTokenSeconds: 3600, fault: null };

/** An identifier that is the same in every run. */
function stableId(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function signingKey() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = 'lab-1';
  return {
    kid,
    jwk: { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' },
    pem: publicKey.export({ format: 'pem', type: 'spki' }),
  };
}

function claimsOf(login) {
  return { preferred_username: login, upn: login, name: login.split('@')[0], oid: stableId(login), tid: TENANT };
}

function findAccount(_ctx, login) {
  return { accountId: login, claims: async () => ({ sub: login, ...claimsOf(login) }) };
}

function resourceServer() {
  return {
    scope: SCOPES.join(' '),
    audience: RESOURCE,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'RS256' } },
  };
}

function interactionPolicyOf({ Prompt, base }) {
  const policy = base();
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0);
  return policy;
}

/** The configuration for `new Provider(issuer, …)` and the public half of its signing key. */
export function configure(interactionPolicy, mountPath, clientId) {
  const key = signingKey();
  const configuration = {
    adapter: Store,
    jwks: { keys: [key.jwk] },
    clients: [{
      client_id: clientId,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: LOOPBACK,
    }],
    cookies: { keys: ['lab'] },
    scopes: ['openid', 'profile', 'offline_access'],
    claims: { openid: ['sub'], profile: ['preferred_username', 'upn', 'name', 'oid', 'tid'] },
    conformIdTokenClaims: false,
    findAccount,
    extraTokenClaims: (_ctx, token) => ({
      ...claimsOf(token.accountId),
      azp: clientId,
      shared_mailbox: SHARED_MAILBOX,
      groups: Array.from({ length: GROUPS_FOR_REAL_SIZE }, (_, n) => stableId(`group ${n}`)),
    }),
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: resourceServer,
      },
    },
    formats: {
      bitsOfOpaqueRandomness: (_ctx, token) => (token.kind === 'RefreshToken' ? REFRESH_TOKEN_BITS : 256),
      customizers: { jwt: (_ctx, _token, jwt) => { jwt.header = { ...jwt.header, typ: 'JWT' }; } },
    },
    interactions: {
      policy: interactionPolicyOf(interactionPolicy),
      url: (_ctx, interaction) => `${mountPath}/interaction/${interaction.uid}`,
    },
    rotateRefreshToken: true,
    ttl: {
      AccessToken: () => control.accessTokenSeconds,
      AuthorizationCode: 60,
      Grant: 7776000,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 7776000,
      Session: 86400,
    },
  };
  return { configuration, key };
}
