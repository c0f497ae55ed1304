import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { models } from '../support/environment.js';
import { client } from './client.js';

const model = models.native;
const variables = { context: '[1] The gateway listens on port 8080.', question: 'Which port is it?' };

describe('Prompts of the gateway', () => {
  test('are named as the Responses API names its own', async () => {
    const { data, response } = await client()
      .responses.create({ model, prompt: { id: 'rag_answer', version: 'v1', variables } })
      .withResponse();
    assert.equal(response.headers.get('x-llmproxy-prompt'), 'rag_answer@v1');
    assert.match(data.output_text, /Which port is it\?/);
  });

  test('are named by a header', async () => {
    const { data, response } = await client()
      .chat.completions.create(
        { model, messages: [{ role: 'user', content: 'sandbox:echo Hello there' }] },
        { headers: { 'x-llmproxy-prompt': 'general_chat@v1' } },
      )
      .withResponse();
    assert.equal(response.headers.get('x-llmproxy-prompt'), 'general_chat@v1');
    assert.equal(data.choices[0].message.content, 'Hello there');
  });

  test('that lack a variable are refused with its name', async () => {
    await assert.rejects(
      client().responses.create({ model, prompt: { id: 'rag_answer', variables: { question: variables.question } } }),
      (error) => error instanceof OpenAI.BadRequestError && error.code === 'invalid_prompt_variables' && /context/.test(error.message),
    );
  });

  test('that are the provider’s own go on to it', async () => {
    const { response } = await client()
      .responses.create({ model, prompt: { id: 'pmpt_0123456789' }, input: 'sandbox:echo Hello there' })
      .withResponse();
    assert.equal(response.headers.get('x-llmproxy-prompt'), null);
  });
});
