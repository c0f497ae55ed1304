import { APICallError, generateText, RetryError, streamText } from 'ai';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fault, faulty, statusesFor, unique, wasAborted } from '../support/environment.js';
import { anthropic, compatible, openai } from './providers.js';

const prompt = 'sandbox:tokens 30';

describe('AI SDK errors', () => {
  for (const [provider, create] of Object.entries({ 'openai.responses': openai, 'openai.chat': openai.chat, compatible, anthropic })) {
    test(`of ${provider} are API call errors with the provider's words`, async () => {
      await assert.rejects(
        generateText({ model: create(faulty), prompt, headers: fault('status:400'), maxRetries: 0 }),
        (error) => APICallError.isInstance(error) && error.statusCode === 400 && !error.isRetryable && JSON.parse(error.responseBody).error.message === error.message);
    });
  }

  test('that a retry helps against are retried', async () => {
    const model = unique('sandbox-ai-retry');
    const { finishReason } = await generateText({ model: openai.chat(model), prompt, headers: fault('status:429;retry-after:1;times:1') });
    assert.equal(finishReason, 'stop');
    assert.deepEqual(await statusesFor(model), [429, 200]);
  });

  test('that last are told with their attempts', async () => {
    await assert.rejects(
      generateText({ model: openai.chat(faulty), prompt, headers: fault('status:503'), maxRetries: 1 }),
      (error) => RetryError.isInstance(error) && error.errors.length === 2 && error.lastError.statusCode === 503);
  });

  test('inside a stream are parts of it, after what came before', async () => {
    const { fullStream } = streamText({
      model: openai.chat(faulty), prompt, headers: fault('error-event;after:3'), onError: () => {},
    });
    const pieces = [];
    const errors = [];
    // The connection then breaks on purpose, since a clean end would pass for a complete answer.
    await assert.rejects(async () => {
      for await (const part of fullStream) {
        if (part.type === 'text-delta') pieces.push(part.text);
        if (part.type === 'error') errors.push(part.error.message);
      }
    }, APICallError);
    assert.equal(pieces.length, 3);
    assert.deepEqual(errors, ['The server had an error processing your request.']);
  });
});

test('AI SDK cancellation reaches the provider', async () => {
  const model = unique('sandbox-ai-leave');
  const leave = new AbortController();
  const { textStream } = streamText({
    model: openai.chat(model), prompt, headers: fault('hang-mid;after:3'), abortSignal: leave.signal, onError: () => {},
  });
  let pieces = 0;
  for await (const _ of textStream) if (++pieces === 3) leave.abort();
  assert.equal(pieces, 3);
  assert.equal(await wasAborted(model), true);
});
