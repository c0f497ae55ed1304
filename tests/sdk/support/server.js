// A .NET server as a child process: ready when it has printed the address it listens on.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const build = process.env.LLMPROXY_BUILD ?? 'Release';
const startLimit = 60_000;

/** Starts `project` on a free loopback port. Its output goes to stderr if it does not start, or ends early. */
export async function startServer(project, configFile, environment = {}) {
  const program = `${root}src/${project}/bin/${build}/net10.0/${project}.dll`;
  if (!existsSync(program)) throw new Error(`${program} is missing. Build it: dotnet build -c ${build} src/${project}`);

  const config = fileURLToPath(new URL(`../${configFile}`, import.meta.url));
  const child = spawn('dotnet', [program, '--config', config, '--urls', 'http://127.0.0.1:0'], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(hard);
  };

  try {
    return { address: await addressOf(child, project), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function addressOf(child, project) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (reason) => reject(new Error(`${project} ${reason}. It printed:\n${output}`));
    const timer = setTimeout(() => fail('did not say where it listens'), startLimit);
    const read = (chunk) => {
      output = (output + chunk).slice(-10_000);
      const address = /listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with exit code ${code}`);
    });
  });
}
