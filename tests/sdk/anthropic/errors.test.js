import Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fault, faulty, models, statusesFor } from '../support/environment.js';
import { client } from './client.js';

const ask = (model, more = {}) => ({ model, max_tokens: 100, messages: [{ role: 'user', content: 'sandbox:tokens 20' }], ...more });
const once = client({ maxRetries: 0 });

describe('Anthropic errors', () => {
  test('of a key that the gateway does not know is typed', async () => {
    await assert.rejects(client({ apiKey: 'a-key-of-nobody-here' }).messages.create(ask(models.native)), (error) => {
      assert.equal(error.constructor, Anthropic.AuthenticationError);
      assert.equal(error.error.error.type, 'authentication_error');
      return true;
    });
  });

  const typed = {
    400: Anthropic.BadRequestError,
    401: Anthropic.AuthenticationError,
    403: Anthropic.PermissionDeniedError,
    404: Anthropic.NotFoundError,
    429: Anthropic.RateLimitError,
    500: Anthropic.InternalServerError,
    529: Anthropic.OverloadedError,
  };
  for (const [status, type] of Object.entries(typed)) {
    test(`of status ${status} are the SDK's ${type.name}`, async () => {
      await assert.rejects(once.messages.create(ask(faulty), { headers: fault(`status:${status}`) }), (error) => {
        assert.equal(error.constructor, type);
        assert.equal(error.status, Number(status));
        assert.equal(error.error.type, 'error');
        return true;
      });
    });
  }

  test('of the gateway itself have Anthropic\'s shape', async () => {
    await assert.rejects(once.messages.create(ask(42)), (error) => {
      assert.ok(error instanceof Anthropic.BadRequestError);
      assert.equal(error.error.type, 'error');
      assert.equal(error.error.error.type, 'invalid_request_error');
      return true;
    });
  });

  test('of a cluster without this protocol have its shape too', async () => {
    await assert.rejects(once.messages.create(ask(models.native)), (error) =>
      error instanceof Anthropic.BadRequestError && error.error.error.type === 'invalid_request_error');
  });

  for (const description of ['error-event;after:2', 'reset-mid;after:2']) {
    test(`inside a stream (${description}) are thrown after what came before`, async () => {
      const stream = await once.messages.create(ask(faulty, { stream: true }), { headers: fault(description) });
      let pieces = 0;
      await assert.rejects(async () => {
        for await (const event of stream) if (event.type === 'content_block_delta') pieces++;
      }, Anthropic.APIError);
      assert.equal(pieces, 2);
    });
  }

  test('that a retry helps against are retried', async () => {
    const model = 'claude-once-limited-messages';
    const message = await client().messages.create(ask(model));
    assert.equal(message.stop_reason, 'end_turn');
    assert.deepEqual(await statusesFor(model), [429, 200]);
  });
});
