import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bodyFrom, models, pixel, unique, wasAborted } from '../support/environment.js';
import { client } from './client.js';

const model = models.translated;
const ask = (content, more = {}) => ({ model, max_tokens: 500, messages: [{ role: 'user', content }], ...more });
const weather = {
  name: 'get_weather',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

describe('Anthropic messages', () => {
  test('are answered', async () => {
    const message = await client().messages.create(ask('sandbox:echo Grüße, 世界!'));
    assert.deepEqual(message.content, [{ type: 'text', text: 'Grüße, 世界!' }]);
    assert.equal(message.stop_reason, 'end_turn');
    assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
  });

  test('reach the provider unchanged, with its own key and the SDK\'s version', async () => {
    const content = [
      { type: 'text', text: 'sandbox:body', cache_control: { type: 'ephemeral' } },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } },
      { type: 'image', source: { type: 'url', url: 'https://images.example/cat.png' } },
    ];
    const request = ask(content, { system: 'Be brief.', metadata: { user_id: 'u1' } });
    const message = await client().messages.create(request);
    assert.deepEqual(bodyFrom(message.content[0].text), request);

    const headers = JSON.parse((await client().messages.create(ask('sandbox:headers'))).content[0].text);
    assert.equal(headers['x-api-key'], '***aude');
    assert.match(headers['anthropic-version'], /^\d{4}-\d\d-\d\d$/);
  });

  test('stream their text', async () => {
    const stream = client().messages.stream(ask('sandbox:tokens 12'));
    const pieces = [];
    stream.on('text', (text) => pieces.push(text));
    const message = await stream.finalMessage();
    assert.equal(pieces.length, 12);
    assert.equal(pieces.join(''), message.content[0].text);
    assert.equal(message.usage.output_tokens, 12);
  });

  test('stream their events as they are', async () => {
    const events = [];
    for await (const event of await client().messages.create(ask('sandbox:tokens 2', { stream: true }))) events.push(event.type);
    assert.deepEqual(events.filter((type) => type !== 'ping'), [
      'message_start', 'content_block_start', 'content_block_delta', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop',
    ]);
  });

  test('call tools, in parallel and streamed', async () => {
    const request = ask('sandbox:call get_weather {"city":"Paris"}\nsandbox:call get_weather {"city":"São Paulo"}', { tools: [weather] });
    for (const message of [await client().messages.create(request), await client().messages.stream(request).finalMessage()]) {
      assert.equal(message.stop_reason, 'tool_use');
      const calls = message.content.filter((block) => block.type === 'tool_use');
      assert.deepEqual(calls.map((call) => call.input), [{ city: 'Paris' }, { city: 'São Paulo' }]);
    }
  });

  test('think', async () => {
    const message = await client().messages.create(
      ask('sandbox:reasoning step by step\nsandbox:echo done', { max_tokens: 3_000, thinking: { type: 'enabled', budget_tokens: 1_024 } }));
    assert.deepEqual(message.content.map((block) => block.type), ['thinking', 'text']);
    assert.equal(message.content[0].thinking, 'step by step');
  });

  test('are counted', async () => {
    const { model: name, messages } = ask('one two three');
    assert.ok((await client().messages.countTokens({ model: name, messages })).input_tokens > 0);
  });

  test('are cancelled at the provider when the client leaves', async () => {
    const hanging = unique('claude-hang');
    const stream = await client().messages.create({ ...ask('sandbox:tokens 50', { stream: true }), model: hanging });
    let pieces = 0;
    for await (const event of stream) if (event.type === 'content_block_delta' && ++pieces === 3) break;
    assert.equal(await wasAborted(hanging), true);
  });
});
