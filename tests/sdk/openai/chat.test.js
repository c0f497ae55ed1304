import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bodyFrom, models, pixel } from '../support/environment.js';
import { client } from './client.js';

const question = (content) => [{ role: 'user', content }];

for (const [kind, model] of Object.entries(models)) {
  describe(`OpenAI chat, ${kind}`, () => {
    test('answers', async () => {
      const completion = await client().chat.completions.create({
        model,
        messages: [{ role: 'system', content: 'Be brief.' }, ...question('sandbox:echo Grüße, 世界!')],
      });
      assert.equal(completion.object, 'chat.completion');
      assert.equal(completion.choices[0].message.content, 'Grüße, 世界!');
      assert.equal(completion.choices[0].finish_reason, 'stop');
      assert.equal(completion.usage.total_tokens, completion.usage.prompt_tokens + completion.usage.completion_tokens);
      assert.ok(completion.usage.completion_tokens > 0);
    });

    test('streams pieces that add up, without usage that was not asked for', async () => {
      const stream = await client().chat.completions.create({ model, stream: true, messages: question('sandbox:tokens 20') });
      const chunks = [];
      for await (const chunk of stream) chunks.push(chunk);
      const text = chunks.map((chunk) => chunk.choices[0].delta.content ?? '').join('');
      assert.equal(text.trim().split(/\s+/).length, 20);
      assert.ok(chunks.filter((chunk) => chunk.choices[0].delta.content).length >= 20);
      assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
      assert.ok(chunks.every((chunk) => chunk.usage == null));
    });

    test('streams usage in a last chunk when asked', async () => {
      const stream = await client().chat.completions.create({
        model, stream: true, stream_options: { include_usage: true }, messages: question('sandbox:tokens 7'),
      });
      const chunks = [];
      for await (const chunk of stream) chunks.push(chunk);
      assert.equal(chunks.filter((chunk) => chunk.usage).length, 1);
      assert.deepEqual(chunks.at(-1).choices, []);
      assert.equal(chunks.at(-1).usage.completion_tokens, 7);
    });

    test('is cut by max_tokens, with the reason', async () => {
      const completion = await client().chat.completions.create({ model, max_tokens: 5, messages: question('sandbox:tokens 50') });
      assert.equal(completion.choices[0].finish_reason, 'length');
      assert.equal(completion.usage.completion_tokens, 5);
    });

    test('carries images, by URL and as base64', async () => {
      const completion = await client().chat.completions.create({
        model,
        messages: question([
          { type: 'text', text: 'sandbox:body' },
          { type: 'image_url', image_url: { url: 'https://images.example/cat.png' } },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } },
        ]),
      });
      const [, byUrl, inline] = bodyFrom(completion.choices[0].message.content).messages[0].content;
      if (kind === 'native') {
        assert.deepEqual(byUrl, { type: 'image_url', image_url: { url: 'https://images.example/cat.png' } });
        assert.deepEqual(inline, { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } });
      } else {
        assert.deepEqual(byUrl, { type: 'image', source: { type: 'url', url: 'https://images.example/cat.png' } });
        assert.deepEqual(inline, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } });
      }
    });
  });
}

test('OpenAI chat gives the provider its own key, not the caller\'s', async () => {
  const ask = async (model) => JSON.parse((await client().chat.completions.create({
    model, messages: question('sandbox:headers'),
  })).choices[0].message.content);
  assert.equal((await ask(models.native)).authorization, '***enai');
  assert.equal((await ask(models.translated))['x-api-key'], '***aude');
});
