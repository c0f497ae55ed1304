import { embedMany, experimental_transcribe, generateImage, generateText } from 'ai';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bodyFrom, models, pixel } from '../support/environment.js';
import { anthropic, compatible, openai } from './providers.js';

const messages = [{
  role: 'user',
  content: [
    { type: 'text', text: 'sandbox:body' },
    { type: 'image', image: Buffer.from(pixel, 'base64'), mediaType: 'image/png' },
  ],
}];

describe('AI SDK media', () => {
  test('embeds', async () => {
    const { embeddings } = await embedMany({ model: openai.embedding(models.native), values: ['a cat', 'a dog'] });
    assert.equal(embeddings.length, 2);
    assert.equal(embeddings[0].length, embeddings[1].length);
  });

  test('makes images', async () => {
    const { image } = await generateImage({ model: openai.image(models.native), prompt: 'a cat', size: '256x256' });
    assert.equal(Buffer.from(image.uint8Array).subarray(1, 4).toString(), 'PNG');
  });

  test('transcribes', async () => {
    const { text } = await experimental_transcribe({ model: openai.transcription(models.native), audio: wav() });
    assert.ok(text.length > 0);
  });

  for (const [name, model] of Object.entries({ 'translated chat': compatible(models.translated), 'Anthropic messages': anthropic(models.translated) })) {
    test(`sends images, ${name}`, async () => {
      const { text } = await generateText({ model, messages });
      assert.deepEqual(bodyFrom(text).messages[0].content[1].source, { type: 'base64', media_type: 'image/png', data: pixel });
    });
  }
});

/** The head of a WAV file: enough for the SDK to see what it is. */
function wav() {
  const bytes = Buffer.alloc(64);
  bytes.write('RIFF', 0);
  bytes.write('WAVEfmt ', 8);
  return bytes;
}
