import OpenAI from 'openai';
import { apiKey, baseURL } from '../support/environment.js';

/** The official client with the gateway as base URL, and nothing else changed but what `options` says. */
export const client = (options = {}) => new OpenAI({ baseURL, apiKey, ...options });
