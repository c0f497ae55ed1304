import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { models } from '../support/environment.js';
import { client } from './client.js';

const model = models.native;

describe('OpenAI responses', () => {
  test('are created, fetched, continued and deleted', async () => {
    const openai = client();
    const created = await openai.responses.create({ model, input: 'sandbox:echo Hello there' });
    assert.equal(created.output_text, 'Hello there');
    assert.equal(created.status, 'completed');

    const fetched = await openai.responses.retrieve(created.id);
    assert.equal(fetched.id, created.id);
    assert.equal(fetched.output[0].content[0].text, 'Hello there');

    const items = await openai.responses.inputItems.list(created.id);
    assert.equal(items.data.length, 1);

    const next = await openai.responses.create({ model, previous_response_id: created.id, input: 'sandbox:echo And on' });
    assert.equal(next.previous_response_id, created.id);

    await openai.responses.delete(created.id);
    await assert.rejects(openai.responses.retrieve(created.id), OpenAI.NotFoundError);
  });

  test('stream their events in order', async () => {
    const stream = await client().responses.create({ model, stream: true, input: 'sandbox:tokens 9' });
    const events = [];
    for await (const event of stream) events.push(event);
    assert.equal(events[0].type, 'response.created');
    assert.equal(events.at(-1).type, 'response.completed');
    assert.equal(events.filter((event) => event.type === 'response.output_text.delta').length, 9);
    assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, index) => index));
  });

  test('call tools', async () => {
    const response = await client().responses.create({
      model,
      input: 'sandbox:call get_weather {"city":"Paris"}',
      tools: [{ type: 'function', name: 'get_weather', strict: false, parameters: { type: 'object', properties: { city: { type: 'string' } } } }],
    });
    const call = response.output.find((item) => item.type === 'function_call');
    assert.deepEqual(JSON.parse(call.arguments), { city: 'Paris' });
  });

  test('in the background are cancelled', async () => {
    const queued = await client().responses.create({ model, background: true, input: 'Take your time' });
    assert.equal(queued.status, 'queued');
    assert.equal((await client().responses.cancel(queued.id)).status, 'cancelled');
  });

  test('are refused where the provider has none', async () => {
    await assert.rejects(
      client().responses.create({ model: models.translated, input: 'Hi' }),
      (error) => error instanceof OpenAI.BadRequestError && error.code === 'unsupported_endpoint');
  });
});
