import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { models } from '../support/environment.js';
import { client } from './client.js';

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};
const twoCalls = [{ role: 'user', content: 'sandbox:call get_weather {"city":"Paris"}\nsandbox:call get_weather {"city":"São Paulo"}' }];
const cities = (calls) => calls.map((call) => JSON.parse(call.function.arguments).city);

for (const [kind, model] of Object.entries(models)) {
  describe(`OpenAI tools, ${kind}`, () => {
    test('are called in parallel', async () => {
      const { choices: [choice] } = await client().chat.completions.create({ model, tools: [weather], messages: twoCalls });
      assert.equal(choice.finish_reason, 'tool_calls');
      assert.deepEqual(cities(choice.message.tool_calls), ['Paris', 'São Paulo']);
      assert.equal(new Set(choice.message.tool_calls.map((call) => call.id)).size, 2);
    });

    test('are called in a stream, their arguments in pieces', async () => {
      const stream = client().chat.completions.stream({ model, tools: [weather], messages: twoCalls });
      const pieces = [0, 0];
      for await (const chunk of stream)
        for (const call of chunk.choices[0]?.delta.tool_calls ?? []) if (call.function?.arguments) pieces[call.index]++;
      const { choices: [choice] } = await stream.finalChatCompletion();
      assert.equal(choice.finish_reason, 'tool_calls');
      assert.deepEqual(cities(choice.message.tool_calls), ['Paris', 'São Paulo']);
      assert.ok(pieces.every((count) => count > 1), `pieces: ${pieces}`);
    });

    test('give their results to the SDK\'s own loop', async () => {
      const asked = [];
      const runner = client().chat.completions.runTools({
        model,
        messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
        tool_choice: { type: 'function', function: { name: 'get_weather' } },
        tools: [{
          type: 'function',
          function: {
            ...weather.function,
            parse: JSON.parse,
            function: (input) => {
              asked.push(input);
              return 'Sunny, 21 degrees';
            },
          },
        }],
      });
      await runner.done();
      assert.equal(asked.length, 1);
      assert.equal(typeof asked[0].city, 'string');
      assert.ok(runner.messages.some((message) => message.role === 'tool' && message.content === 'Sunny, 21 degrees'));
    });

    test('are answered by the model after their results', async () => {
      const first = await client().chat.completions.create({ model, tools: [weather], messages: twoCalls });
      const calls = first.choices[0].message.tool_calls;
      const second = await client().chat.completions.create({
        model,
        tools: [weather],
        messages: [
          ...twoCalls,
          first.choices[0].message,
          ...calls.map((call, index) => ({ role: 'tool', tool_call_id: call.id, content: `result ${index}` })),
        ],
      });
      assert.equal(second.choices[0].finish_reason, 'stop');
      assert.match(second.choices[0].message.content, /result 1/);
    });
  });
}
