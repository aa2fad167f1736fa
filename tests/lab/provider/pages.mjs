// The pages a person sees: sign-in with a password, and consent.

import { readFile } from 'node:fs/promises';

const USERS = JSON.parse(await readFile(new URL('./users.json', import.meta.url)));
const PERMISSIONS = [
  'Odczyt i zapis poczty (IMAP)',
  'Odczyt i zapis poczty (POP)',
  'Wysyłanie poczty (SMTP)',
  'Dostęp bez Twojej obecności',
];
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text) {
  return String(text).replace(/[&<>"]/g, (character) => ESCAPES[character]);
}

function page(response, title, body, status = 200) {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`<!DOCTYPE html>
<html lang="pl"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`);
}

function signInPage(response, login, complaint) {
  page(response, 'Wprowadź hasło', `
    <p role="alert">${complaint}</p>
    <form method="post">
      <label>Login <input name="login" value="${escape(login)}" autocomplete="off"></label>
      <label>Hasło <input name="password" type="password"></label>
      <button name="decision" value="sign-in">Zaloguj</button>
      <button name="decision" value="cancel">Anuluj</button>
    </form>`);
}

function consentPage(response, login) {
  page(response, 'Przyznać aplikacji dostęp do informacji?', `
    <p>${escape(login)}</p><ul>${PERMISSIONS.map((text) => `<li>${text}</li>`).join('')}</ul>
    <form method="post">
      <button name="decision" value="accept">Tak</button>
      <button name="decision" value="cancel">Nie</button>
    </form>`);
}

async function formOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

async function grantTo(provider, { params, session, prompt }) {
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope('openid profile offline_access');
  for (const [resource, scopes] of Object.entries(prompt.details.missingResourceScopes ?? {})) {
    grant.addResourceScope(resource, scopes.join(' '));
  }
  return grant.save();
}

/** Answers one request for an interaction page. */
export async function interact(provider, request, response) {
  const details = await provider.interactionDetails(request, response);
  const finish = (result) => provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  const asksConsent = details.prompt.name === 'consent';
  if (request.method !== 'POST') {
    if (asksConsent) return consentPage(response, details.session.accountId);
    return signInPage(response, details.params.login_hint ?? '', '');
  }
  const form = await formOf(request);
  if (form.get('decision') === 'cancel') {
    return finish({ error: 'access_denied', error_description: 'the person declined' });
  }
  if (asksConsent) return finish({ consent: { grantId: await grantTo(provider, details) } });
  const login = form.get('login').trim().toLowerCase();
  if (USERS[login] === undefined || USERS[login] !== form.get('password')) {
    return signInPage(response, login, 'Nieprawidłowy login lub hasło');
  }
  return finish({ login: { accountId: login }, select_account: {} });
}
