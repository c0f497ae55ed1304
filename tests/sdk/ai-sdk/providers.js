import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { apiKey, baseURL, models } from '../support/environment.js';

export const openai = createOpenAI({ baseURL, apiKey });
export const compatible = createOpenAICompatible({ name: 'gateway', baseURL, apiKey, includeUsage: true, supportsStructuredOutputs: true });
export const anthropic = createAnthropic({ baseURL, apiKey });

/** Every road through the gateway that a language model of the AI SDK can take. */
export const languageModels = {
  'OpenAI responses': openai(models.native),
  'OpenAI chat': openai.chat(models.native),
  'OpenAI-compatible chat, translated': compatible(models.translated),
  'Anthropic messages': anthropic(models.translated),
};
