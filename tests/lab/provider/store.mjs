// Where the provider keeps sessions, grants and tokens: memory, searchable by account so that a test can revoke.

const rows = new Map();

/** The storage adapter that oidc-provider asks for, one instance per model. */
export class Store {
  constructor(model) {
    this.model = model;
  }

  key(id) {
    return `${this.model}:${id}`;
  }

  async upsert(id, payload, expiresIn) {
    const until = expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000;
    rows.set(this.key(id), { model: this.model, payload, until });
  }

  async find(id) {
    const row = rows.get(this.key(id));
    return row && row.until > Date.now() ? row.payload : undefined;
  }

  async findByUid(uid) {
    for (const { model, payload } of rows.values()) {
      if (model === this.model && payload.uid === uid) return payload;
    }
    return undefined;
  }

  async findByUserCode() {
    return undefined;
  }

  async consume(id) {
    rows.get(this.key(id)).payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    rows.delete(this.key(id));
  }

  async revokeByGrantId(grantId) {
    for (const [key, { payload }] of rows) {
      if (payload.grantId === grantId) rows.delete(key);
    }
  }
}

/** Deletes the account's grants, refresh tokens and sessions; returns how many refresh tokens died. */
export function revokeAccount(accountId) {
  let refreshTokens = 0;
  for (const [key, { model, payload }] of rows) {
    if (payload.accountId === accountId) {
      rows.delete(key);
      if (model === 'RefreshToken') refreshTokens += 1;
    }
  }
  return refreshTokens;
}
