import { ChatOpenAI } from '@langchain/openai';
import { apiKey, baseURL, models } from '../support/environment.js';

/** LangChain's settings for the gateway; the base URL is all that is particular. */
export const settings = { apiKey, configuration: { baseURL } };

export const chat = (model, more = {}) => new ChatOpenAI({ model, ...settings, ...more });

/** Every road through the gateway that LangChain's chat model can take. */
export const chatModels = {
  native: () => chat(models.native),
  translated: () => chat(models.translated),
  responses: () => chat(models.native, { useResponsesApi: true }),
};
