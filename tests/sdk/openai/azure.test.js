import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI, { AzureOpenAI } from 'openai';
import { apiKey, fault, gateway, models, statusesFor, unique } from '../support/environment.js';

const azure = (options = {}) => new AzureOpenAI({ endpoint: gateway, apiKey, apiVersion: '2024-10-21', ...options });
const messages = [{ role: 'user', content: 'sandbox:echo Hello from a deployment' }];

describe('Azure OpenAI client', () => {
  for (const [kind, deployment] of Object.entries(models)) {
    test(`chats with a deployment, ${kind}`, async () => {
      const completion = await azure({ deployment }).chat.completions.create({ messages });
      assert.equal(completion.choices[0].message.content, 'Hello from a deployment');
    });

    test(`streams, ${kind}`, async () => {
      let text = '';
      for await (const chunk of await azure().chat.completions.create({ model: deployment, messages, stream: true }))
        text += chunk.choices[0]?.delta.content ?? '';
      assert.equal(text, 'Hello from a deployment');
    });
  }

  test('embeds', async () => {
    const { data } = await azure().embeddings.create({ model: unique('sandbox-embed'), input: 'a cat' });
    assert.ok(data[0].embedding.length > 0);
  });

  test('throws its own errors, and retries', async () => {
    const model = unique('sandbox-azure');
    await assert.rejects(
      azure().chat.completions.create({ model, messages }, { headers: fault('status:401') }), OpenAI.AuthenticationError);
    await azure().chat.completions.create({ model, messages }, { headers: fault('status:503;times:1') });
    assert.deepEqual(await statusesFor(model), [401, 503, 200]);
  });
});
