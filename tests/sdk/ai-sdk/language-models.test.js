import { generateObject, generateText, stepCountIs, streamObject, streamText, tool } from 'ai';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { languageModels } from './providers.js';

const Forecast = z.object({ city: z.string(), sky: z.enum(['clear', 'cloudy']) });
const weather = (asked) => tool({
  description: 'The weather of a city.',
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => {
    asked.push(city);
    return `Sunny in ${city}`;
  },
});
const twoCalls = 'sandbox:call weather {"city":"Paris"}\nsandbox:call weather {"city":"Rome"}';

for (const [name, model] of Object.entries(languageModels)) {
  describe(`AI SDK, ${name}`, () => {
    test('generates text', async () => {
      const { text, finishReason, usage } = await generateText({ model, system: 'Be brief.', prompt: 'sandbox:echo Grüße, 世界!' });
      assert.equal(text, 'Grüße, 世界!');
      assert.equal(finishReason, 'stop');
      assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0);
    });

    test('streams text', async () => {
      const { textStream, finishReason, usage } = streamText({ model, prompt: 'sandbox:tokens 15' });
      const pieces = [];
      for await (const piece of textStream) pieces.push(piece);
      assert.equal(pieces.join('').trim().split(/\s+/).length, 15);
      assert.ok(pieces.length >= 15, `${pieces.length} pieces`);
      assert.equal(await finishReason, 'stop');
      assert.equal((await usage).outputTokens, 15);
    });

    test('calls tools in parallel', async () => {
      const asked = [];
      const { toolResults, finishReason } = await generateText({ model, tools: { weather: weather(asked) }, prompt: twoCalls });
      assert.equal(finishReason, 'tool-calls');
      assert.deepEqual(asked.sort(), ['Paris', 'Rome']);
      assert.deepEqual(toolResults.map((result) => result.output).sort(), ['Sunny in Paris', 'Sunny in Rome']);
    });

    test('calls tools in a stream and goes on with their results', async () => {
      const asked = [];
      const result = streamText({ model, tools: { weather: weather(asked) }, prompt: twoCalls, stopWhen: stepCountIs(2) });
      const types = new Set();
      for await (const part of result.fullStream) types.add(part.type);
      assert.ok(types.has('tool-input-delta') && types.has('tool-result'), [...types].join());
      assert.deepEqual(asked.sort(), ['Paris', 'Rome']);
      assert.match(await result.text, /Sunny in Rome/);
    });

    test('generates objects of a schema, at once and streamed', async () => {
      const { object } = await generateObject({ model, schema: Forecast, prompt: 'The forecast for Paris' });
      assert.ok(Forecast.safeParse(object).success);
      const streamed = streamObject({ model, schema: Forecast, prompt: 'The forecast for Paris' });
      for await (const _ of streamed.partialObjectStream);
      assert.ok(Forecast.safeParse(await streamed.object).success);
    });
  });
}
