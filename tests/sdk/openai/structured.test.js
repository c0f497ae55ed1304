import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { zodFunction, zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { models } from '../support/environment.js';
import { client } from './client.js';

const Forecast = z.object({
  city: z.string(),
  degrees: z.number(),
  sky: z.enum(['clear', 'cloudy']),
  hours: z.array(z.object({ hour: z.number(), rain: z.boolean() })),
});
const messages = [{ role: 'user', content: 'The forecast for Paris' }];

for (const [kind, model] of Object.entries(models)) {
  describe(`OpenAI structured output, ${kind}`, () => {
    test('is parsed by a zod schema', async () => {
      const completion = await client().chat.completions.parse({
        model, messages, response_format: zodResponseFormat(Forecast, 'forecast'),
      });
      assert.ok(['clear', 'cloudy'].includes(completion.choices[0].message.parsed.sky));
    });

    test('is parsed from a stream', async () => {
      const stream = client().chat.completions.stream({
        model, messages, response_format: zodResponseFormat(Forecast, 'forecast'),
      });
      const { choices: [choice] } = await stream.finalChatCompletion();
      assert.ok(['clear', 'cloudy'].includes(choice.message.parsed.sky));
    });

    test('is parsed from strict tool arguments', async () => {
      const completion = await client().chat.completions.parse({
        model, messages, tools: [zodFunction({ name: 'report', parameters: Forecast })], tool_choice: 'required',
      });
      const [call] = completion.choices[0].message.tool_calls;
      assert.equal(typeof call.function.parsed_arguments.degrees, 'number');
    });
  });
}

test('OpenAI structured output of a response is parsed', async () => {
  const response = await client().responses.parse({
    model: models.native, input: 'The forecast for Paris', text: { format: zodTextFormat(Forecast, 'forecast') },
  });
  assert.ok(['clear', 'cloudy'].includes(response.output_parsed.sky));
});
