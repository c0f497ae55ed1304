import { HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { AzureChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { apiKey, fault, faulty, gateway, models, statusesFor, unique, wasAborted } from '../support/environment.js';
import { chat, chatModels, settings } from './models.js';

const weather = tool(({ city }) => `Sunny in ${city}`, {
  name: 'weather', description: 'The weather of a city.', schema: z.object({ city: z.string() }),
});
const twoCalls = new HumanMessage('sandbox:call weather {"city":"Paris"}\nsandbox:call weather {"city":"Rome"}');
const headers = (description) => ({ configuration: { ...settings.configuration, defaultHeaders: fault(description) } });

for (const [name, create] of Object.entries(chatModels)) {
  describe(`LangChain, ${name}`, () => {
    test('invokes', async () => {
      const answer = await create().invoke([new SystemMessage('Be brief.'), new HumanMessage('sandbox:echo Grüße, 世界!')]);
      assert.equal(answer.text, 'Grüße, 世界!');
      assert.ok(answer.usage_metadata.total_tokens > 0);
    });

    test('streams', async () => {
      let whole;
      let pieces = 0;
      for await (const chunk of await create().stream('sandbox:tokens 15')) {
        if (chunk.text) pieces++;
        whole = whole ? whole.concat(chunk) : chunk;
      }
      assert.ok(pieces >= 15, `${pieces} pieces`);
      assert.equal(whole.usage_metadata.output_tokens, 15);
    });

    test('calls tools and takes their results', async () => {
      const model = create().bindTools([weather]);
      const first = await model.invoke([twoCalls]);
      assert.deepEqual(first.tool_calls.map((call) => call.args.city), ['Paris', 'Rome']);
      const results = await Promise.all(first.tool_calls.map((call) => weather.invoke(call)));
      assert.ok(results.every((result) => result instanceof ToolMessage));
      assert.match((await model.invoke([twoCalls, first, ...results])).text, /Sunny in Rome/);
    });

    test('calls tools in a stream', async () => {
      let whole;
      for await (const chunk of await create().bindTools([weather]).stream([twoCalls])) whole = whole ? whole.concat(chunk) : chunk;
      assert.deepEqual(whole.tool_calls.map((call) => call.args.city), ['Paris', 'Rome']);
    });

    test('gives structured output', async () => {
      const Forecast = z.object({ city: z.string(), sky: z.enum(['clear', 'cloudy']) });
      const forecast = await create().withStructuredOutput(Forecast, { name: 'forecast', method: 'jsonSchema' }).invoke('The forecast');
      assert.ok(Forecast.safeParse(forecast).success);
    });
  });
}

describe('LangChain', () => {
  test('embeds', async () => {
    const vectors = await new OpenAIEmbeddings({ model: models.native, ...settings }).embedDocuments(['a cat', 'a dog']);
    assert.equal(vectors.length, 2);
  });

  test('uses Azure\'s client', async () => {
    const azure = new AzureChatOpenAI({
      azureOpenAIApiKey: apiKey, azureOpenAIEndpoint: gateway, azureOpenAIApiDeploymentName: models.native, azureOpenAIApiVersion: '2024-10-21',
    });
    assert.equal((await azure.invoke('sandbox:echo From a deployment')).text, 'From a deployment');
  });

  test('throws typed errors, without trying again', async () => {
    const model = unique('sandbox-lc-bad');
    await assert.rejects(chat(model, headers('status:401')).invoke('Hi'), (error) => error.status === 401);
    assert.equal((await statusesFor(model)).length, 1);
  });

  test('tells an error inside a stream', async () => {
    const stream = await chat(faulty, { maxRetries: 0, ...headers('error-event;after:2') }).stream('sandbox:tokens 20');
    await assert.rejects(async () => {
      for await (const _ of stream);
    });
  });

  test('retries what a retry helps against', async () => {
    const model = unique('sandbox-lc-retry');
    const answer = await chat(model, { maxRetries: 2, ...headers('status:503;times:1') }).invoke('sandbox:echo done');
    assert.equal(answer.text, 'done');
    assert.deepEqual(await statusesFor(model), [503, 200]);
  });

  test('cancels at the provider', async () => {
    const model = unique('sandbox-lc-leave');
    const leave = new AbortController();
    const stream = await chat(model, headers('hang-mid;after:3')).stream('sandbox:tokens 50', { signal: leave.signal });
    let pieces = 0;
    await assert.rejects(async () => {
      for await (const chunk of stream) if (chunk.text && ++pieces === 3) leave.abort();
    }, /abort/i);
    assert.equal(await wasAborted(model), true);
  });
});
