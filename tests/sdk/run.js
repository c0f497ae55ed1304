// Starts a sandbox and a gateway before it, runs all tests with Node's own runner, and ends both.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startServer } from './support/server.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const servers = [];
let tests;

// A signal ends the tests; the servers then end as they always do.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => tests?.kill(signal));

try {
  const sandbox = await startServer('LlmProxy.Sandbox', 'sandbox.json');
  servers.push(sandbox);
  const clusters = ['openai', 'claude', 'sandbox'];
  const addresses = clusters.map((name) => [`ReverseProxy__Clusters__${name}__Destinations__a__Address`, sandbox.address]);
  const gateway = await startServer('LlmProxy.Host', 'gateway.json', Object.fromEntries(addresses));
  servers.push(gateway);
  process.exitCode = await runTests({ LLMPROXY_GATEWAY: gateway.address, LLMPROXY_SANDBOX: sandbox.address });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await Promise.all(servers.map((server) => server.stop()));
}

function runTests(environment) {
  const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
  const tap = process.env.LLMPROXY_TAP;
  if (tap) reporters.push('--test-reporter=tap', `--test-reporter-destination=${tap}`);
  const named = process.argv.slice(2);
  const files = named.length > 0 ? named : testFiles();
  tests = spawn(process.execPath, ['--test', ...reporters, ...files], {
    cwd: here,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => tests.once('exit', (code) => resolve(code ?? 1)));
}

function testFiles() {
  return ['openai', 'anthropic', 'ai-sdk', 'langchain'].flatMap((folder) =>
    readdirSync(here + folder).filter((file) => file.endsWith('.test.js')).map((file) => `${folder}/${file}`));
}
