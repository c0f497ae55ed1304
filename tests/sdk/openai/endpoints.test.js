import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI, { toFile } from 'openai';
import { faulty, models, pixel } from '../support/environment.js';
import { client } from './client.js';

const model = models.native;
const png = Buffer.from(pixel, 'base64');
const isPng = (bytes) => bytes.subarray(1, 4).toString() === 'PNG';

describe('OpenAI endpoints', () => {
  test('embeddings', async () => {
    const { data, usage } = await client().embeddings.create({ model, input: ['a cat', 'a dog'], dimensions: 16 });
    assert.equal(data.length, 2);
    // The SDK asks for base64 by itself and decodes it, so a changed byte would show here.
    const length = Math.hypot(...data[0].embedding);
    assert.equal(data[0].embedding.length, 16);
    assert.ok(Math.abs(length - 1) < 1e-3, `length ${length}`);
    assert.ok(usage.prompt_tokens > 0);
  });

  test('legacy completions', async () => {
    const { choices } = await client().completions.create({ model, prompt: 'sandbox:echo once upon' });
    assert.equal(choices[0].text, 'once upon');
  });

  test('moderations', async () => {
    const { results } = await client().moderations.create({ model, input: ['kind words', 'sandbox:flag'] });
    assert.deepEqual(results.map((result) => result.flagged), [false, true]);
  });

  test('models of all clusters', async () => {
    const names = [];
    for await (const listed of client().models.list()) names.push(listed.id);
    for (const name of [models.native, models.translated, faulty]) assert.ok(names.includes(name), `${name} in ${names}`);
    assert.equal((await client().models.retrieve(model)).id, model);
  });

  test('images made', async () => {
    const { data } = await client().images.generate({ model, prompt: 'a cat', response_format: 'b64_json' });
    assert.ok(isPng(Buffer.from(data[0].b64_json, 'base64')));
  });

  test('images edited, model after the file', async () => {
    const image = await toFile(png, 'pixel.png', { type: 'image/png' });
    const { data } = await client().images.edit({ image, prompt: 'a dog', model, response_format: 'b64_json' });
    assert.ok(isPng(Buffer.from(data[0].b64_json, 'base64')));
  });

  test('files: uploaded, listed, read byte for byte, deleted', async () => {
    const openai = client();
    const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
    const file = await openai.files.create({ file: await toFile(content, 'data.bin'), purpose: 'user_data' });
    assert.equal(file.bytes, content.length);

    const listed = [];
    for await (const each of openai.files.list()) listed.push(each.id);
    assert.ok(listed.includes(file.id));

    const read = Buffer.from(await (await openai.files.content(file.id)).arrayBuffer());
    assert.ok(read.equals(content));
    assert.equal((await openai.files.delete(file.id)).deleted, true);
    await assert.rejects(openai.files.retrieve(file.id), OpenAI.NotFoundError);
  });

  test('batches', async () => {
    const openai = client();
    const line = { custom_id: 'one', method: 'POST', url: '/v1/chat/completions', body: { model, messages: [{ role: 'user', content: 'Hi' }] } };
    const input = await openai.files.create({ file: await toFile(Buffer.from(JSON.stringify(line)), 'batch.jsonl'), purpose: 'batch' });
    let batch = await openai.batches.create({ input_file_id: input.id, endpoint: '/v1/chat/completions', completion_window: '24h' });
    for (let tries = 0; batch.status !== 'completed' && tries < 5; tries++) batch = await openai.batches.retrieve(batch.id);
    assert.equal(batch.status, 'completed');
    assert.match(await (await openai.files.content(batch.output_file_id)).text(), /"custom_id":\s*"one"/);
  });

  test('speech, as bytes', async () => {
    const audio = await client().audio.speech.create({ model, voice: 'alloy', input: 'Hello', response_format: 'wav' });
    assert.equal(Buffer.from(await audio.arrayBuffer()).subarray(0, 4).toString(), 'RIFF');
  });

  test('transcriptions', async () => {
    const file = await toFile(Buffer.alloc(2_000), 'speech.wav', { type: 'audio/wav' });
    assert.match((await client().audio.transcriptions.create({ model, file })).text, /speech\.wav/);
  });
});
