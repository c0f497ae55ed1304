import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { fault, faulty, models, statusesFor, unique } from '../support/environment.js';
import { client } from './client.js';

const messages = [{ role: 'user', content: 'Hi' }];
const once = client({ maxRetries: 0 });
const ask = (model, headers, options = {}) => once.chat.completions.create({ model, messages, ...options }, { headers });

describe('OpenAI errors', () => {
  const typed = {
    400: OpenAI.BadRequestError,
    401: OpenAI.AuthenticationError,
    403: OpenAI.PermissionDeniedError,
    404: OpenAI.NotFoundError,
    409: OpenAI.ConflictError,
    422: OpenAI.UnprocessableEntityError,
    429: OpenAI.RateLimitError,
    500: OpenAI.InternalServerError,
    503: OpenAI.InternalServerError,
  };
  for (const [status, type] of Object.entries(typed)) {
    test(`of status ${status} are the SDK's ${type.name}`, async () => {
      await assert.rejects(ask(faulty, fault(`status:${status}`)), (error) => {
        assert.equal(error.constructor, type);
        assert.equal(error.status, Number(status));
        assert.equal(typeof error.error.message, 'string');
        assert.ok(error.headers.get('x-llmproxy-request-id'));
        return true;
      });
    });
  }

  test('of a key that the gateway does not know is typed, and not tried again', async () => {
    await assert.rejects(client({ apiKey: 'a-key-of-nobody-here' }).chat.completions.create({ model: models.native, messages }), (error) => {
      assert.equal(error.constructor, OpenAI.AuthenticationError);
      assert.equal(error.code, 'invalid_api_key');
      assert.equal(error.headers.get('x-should-retry'), 'false');
      return true;
    });
  });

  const translated = {
    'claude-bad-request': OpenAI.BadRequestError,
    'claude-unauthorized': OpenAI.AuthenticationError,
    'claude-limited': OpenAI.RateLimitError,
    'claude-overloaded': OpenAI.InternalServerError,
  };
  for (const [model, type] of Object.entries(translated)) {
    test(`of another protocol (${model}) are the SDK's ${type.name}`, async () => {
      await assert.rejects(ask(model), (error) => {
        assert.equal(error.constructor, type);
        assert.equal(typeof error.type, 'string');
        assert.ok(error.error.message.length > 0);
        return true;
      });
    });
  }

  test('of the gateway itself name the parameter', async () => {
    await assert.rejects(ask(42), (error) => error instanceof OpenAI.BadRequestError && error.param === 'model');
  });

  test('of a reset before the answer are an answer, not a broken connection', async () => {
    await assert.rejects(ask(faulty, fault('reset')), (error) => {
      assert.ok(error instanceof OpenAI.InternalServerError);
      assert.equal(error.status, 502);
      return true;
    });
  });

  const midStream = {
    'an error event': [faulty, fault('error-event;after:2')],
    'an error event of another protocol': ['claude-error-event', undefined],
    'a reset': [faulty, fault('reset-mid;after:2')],
  };
  for (const [name, [model, headers]] of Object.entries(midStream)) {
    test(`inside a stream (${name}) are thrown after what came before`, async () => {
      const stream = await once.chat.completions.create(
        { model, stream: true, messages: [{ role: 'user', content: 'sandbox:tokens 20' }] }, { headers });
      let pieces = 0;
      await assert.rejects(async () => {
        for await (const chunk of stream) if (chunk.choices[0]?.delta.content) pieces++;
      }, OpenAI.APIError);
      assert.equal(pieces, 2);
    });
  }
});

describe('OpenAI retries', () => {
  test('wait as long as Retry-After says, then succeed', async () => {
    const model = unique('sandbox-retry');
    const started = performance.now();
    const completion = await client().chat.completions.create(
      { model, messages }, { headers: fault('status:429;retry-after:1;times:1') });
    assert.equal(completion.choices[0].finish_reason, 'stop');
    assert.deepEqual(await statusesFor(model), [429, 200]);
    // Without the header the SDK's first wait is half a second at most.
    assert.ok(performance.now() - started >= 990);
  });

  test('see the Retry-After of another protocol', async () => {
    const model = 'claude-once-limited-chat';
    const completion = await client().chat.completions.create({ model, messages });
    assert.equal(completion.choices[0].finish_reason, 'stop');
    assert.deepEqual(await statusesFor(model), [429, 200]);
  });

  test('are not made where they cannot help', async () => {
    const model = unique('sandbox-no-retry');
    await assert.rejects(client().chat.completions.create({ model, messages }, { headers: fault('status:400') }), OpenAI.BadRequestError);
    assert.equal((await statusesFor(model)).length, 1);
  });
});
