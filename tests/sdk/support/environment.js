// What the tests know of the servers that run.js started, and small helpers that several SDKs' tests share.
import { File } from 'node:buffer';
import { randomUUID } from 'node:crypto';

// Node 18 has the class, but not yet as a global, where the SDKs look for it.
globalThis.File ??= File;

export const gateway = required('LLMPROXY_GATEWAY');
export const sandbox = required('LLMPROXY_SANDBOX');

/** What an OpenAI client has as base URL. */
export const baseURL = `${gateway}/v1`;

/** Clients demand a key; the gateway keeps it from the provider. */
export const apiKey = 'a-key-of-the-caller';

/** A model whose provider speaks OpenAI's protocol, and one whose provider needs it translated to Anthropic's. */
export const models = { native: 'gpt-4o-mini', translated: 'claude-sonnet-4-6' };

/** A model of the cluster that passes a fault on. */
export const faulty = 'sandbox';

/** A name that no other test uses, so that requests and counted faults can be told apart. */
export const unique = (prefix) => `${prefix}-${randomUUID().slice(0, 8)}`;

/** The header that asks the sandbox for a fault; only models that begin with `sandbox` get it there. */
export const fault = (description) => ({ 'x-sandbox-fault': `*=${description}` });

/** A PNG of one pixel. */
export const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** The body that reached the provider, from the answer to a message with the command `sandbox:body`. */
export const bodyFrom = (answer) => JSON.parse(Buffer.from(JSON.parse(answer).base64, 'base64'));

/** The requests for a model that reached the provider, once all have ended there. */
export async function requestsFor(model) {
  for (let tries = 0; tries < 500; tries++) {
    const { requests } = await (await fetch(`${sandbox}/sandbox/requests`)).json();
    const own = requests.filter((request) => request.model === model);
    if (own.length > 0 && own.every((request) => request.completed || request.aborted)) return own;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`The provider has had no request for ${model}, or still works on it.`);
}

/** Their statuses, in order. */
export const statusesFor = async (model) => (await requestsFor(model)).map((request) => request.status);

/** Whether the only request for a model was aborted at the provider. */
export async function wasAborted(model) {
  const requests = await requestsFor(model);
  return requests.length === 1 && requests[0].aborted;
}

function required(name) {
  if (!process.env[name]) throw new Error(`${name} is not set. Run the tests with 'npm test'.`);
  return process.env[name];
}
