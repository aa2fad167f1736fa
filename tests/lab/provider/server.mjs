// The certified OpenID provider of the lab. Arguments: folder with node_modules, certificate, key, client id.
// Prints one line of JSON when it answers.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { pathToFileURL } from 'node:url';
import { configure } from './configuration.mjs';
import { controlServer, failed, watch } from './control.mjs';
import { interact } from './pages.mjs';

const [modules, certificate, privateKey, clientId] = process.argv.slice(2);
const entry = pathToFileURL(`${modules}/node_modules/oidc-provider/lib/index.js`);
const { Provider, interactionPolicy } = await import(entry);
const MOUNT = '/oidc';

function listen(server) {
  return new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(server.address().port)); });
}

let serve;
const https = createServer({ cert: readFileSync(certificate), key: readFileSync(privateKey) }, (request, response) => {
  serve(request, response).catch((problem) => {
    console.error(problem);
    response.writeHead(500).end();
  });
});
const port = await listen(https);
const issuer = `https://localhost:${port}${MOUNT}`;
const { configuration, key } = configure(interactionPolicy, MOUNT, clientId);
const provider = new Provider(issuer, configuration);
watch(provider);
const callback = provider.callback();

serve = async (request, response) => {
  if (failed(request, response)) return;
  if (request.url.startsWith(`${MOUNT}/interaction/`)) {
    await interact(provider, request, response);
  } else if (request.url.startsWith(`${MOUNT}/`)) {
    request.originalUrl = request.url;
    request.url = request.url.slice(MOUNT.length);
    callback(request, response);
  } else {
    response.writeHead(404).end();
  }
};

const controls = controlServer();
const controlPort = await listen(controls);
console.log(JSON.stringify({ issuer, control: `http://127.0.0.1:${controlPort}`, kid: key.kid, public_key: key.pem }));
