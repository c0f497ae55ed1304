import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import WebSocket from 'ws';
import { apiKey, gateway, models } from '../support/environment.js';
import { client } from './client.js';

test('OpenAI realtime client talks over a WebSocket', async () => {
  // The SDK makes every address wss:, and this gateway has no certificate: below is a plain connection.
  const options = { createConnection: ({ host, port }) => connect({ host, port }) };
  const realtime = new OpenAIRealtimeWS({ model: models.native, options }, client());
  let text = '';
  const done = new Promise((resolve, reject) => {
    realtime.on('error', reject);
    realtime.on('response.output_text.delta', (event) => (text += event.delta));
    realtime.on('response.done', resolve);
  });
  realtime.socket.on('open', () => {
    realtime.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'sandbox:echo Hello, socket' }] } });
    realtime.send({ type: 'response.create' });
  });
  const { response } = await done;
  const closed = new Promise((resolve) => realtime.socket.once('close', resolve));
  realtime.close();
  await closed;
  assert.equal(response.status, 'completed');
  assert.equal(text, 'Hello, socket');
});

test('A browser\'s WebSocket gives its key as a subprotocol', async () => {
  const address = `${gateway.replace('http', 'ws')}/v1/realtime?model=${models.native}`;
  const socket = new WebSocket(address, ['realtime', `openai-insecure-api-key.${apiKey}`]);
  const created = await new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('message', (data) => resolve(JSON.parse(data)));
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.close();
  await closed;
  assert.equal(socket.protocol, 'realtime');
  assert.equal(created.type, 'session.created');
  assert.equal(created.session.model, models.native);
  assert.equal(created.session.sandbox.key_end, 'enai');
});
