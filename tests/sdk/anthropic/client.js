import Anthropic from '@anthropic-ai/sdk';
import { apiKey, gateway } from '../support/environment.js';

/** The official client with the gateway as base URL, and nothing else changed but what `options` says. */
export const client = (options = {}) => new Anthropic({ baseURL: gateway, apiKey, ...options });
