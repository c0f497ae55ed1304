import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { fault, unique, wasAborted } from '../support/environment.js';
import { client } from './client.js';

const messages = [{ role: 'user', content: 'sandbox:tokens 50' }];

describe('OpenAI cancellation reaches the provider', () => {
  test('in the middle of a stream', async () => {
    const model = unique('sandbox-leave');
    const stream = await client().chat.completions.create(
      { model, messages, stream: true }, { headers: fault('hang-mid;after:3') });
    let pieces = 0;
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content && ++pieces === 3) stream.controller.abort();
    assert.equal(pieces, 3);
    assert.equal(await wasAborted(model), true);
  });

  test('in the middle of a translated stream', async () => {
    const model = unique('claude-hang');
    const stream = await client().chat.completions.create({ model, messages, stream: true });
    let pieces = 0;
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content && ++pieces === 3) break;
    assert.equal(pieces, 3);
    assert.equal(await wasAborted(model), true);
  });

  test('before the first byte, by the client\'s time-out', async () => {
    const model = unique('sandbox-timeout');
    await assert.rejects(
      client({ maxRetries: 0, timeout: 1_000 }).chat.completions.create({ model, messages }, { headers: fault('hang') }),
      OpenAI.APIConnectionTimeoutError);
    assert.equal(await wasAborted(model), true);
  });
});
