import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

const chromium = '/usr/bin/chromium';
/** Why no browser can be started here, or undefined. */
export const browserAbsent = existsSync(chromium) ? undefined : `${chromium} is not installed`;

/** The content of a path, or undefined where there is none. */
export type Site = (path: string) => string | Buffer | undefined;

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.json': 'application/json' };

/** Opens /page.html of a site in Chromium, and waits for what it reports: JSON, posted to /report. */
export async function reportOfBrowser<Report>(site: Site): Promise<Report> {
  const answer = pendingAnswer();
  const server = createServer((request, response) => {
    respond(request, response, site, answer.resolve).catch(answer.reject);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const profile = await mkdtemp(join(tmpdir(), 'agentcards-chromium-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'];
  const browser = spawn(chromium, [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/page.html`], {
    detached: true,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => browser.once('close', () => resolve()));
  browser.once('error', answer.reject);
  browser.once('exit', (code) => answer.reject(new Error(`Chromium ended with ${code} before the page had reported.`)));
  try {
    const report = JSON.parse(await answer.promise);
    if (report.error !== undefined) throw new Error(`In the page: ${report.error}`);
    return report;
  } finally {
    // With all its processes: it leads their group.
    if (browser.pid !== undefined && browser.exitCode === null) process.kill(-browser.pid, 'SIGKILL');
    await ended;
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function pendingAnswer() {
  let resolve: (body: string) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<string>((onAnswer, onError) => {
    resolve = onAnswer;
    reject = onError;
  });
  return { promise, resolve, reject };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
  report: (body: string) => void,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  if (path === '/report') {
    let body = '';
    for await (const chunk of request) body += chunk;
    response.end();
    return report(body);
  }
  const found = site(path);
  const type = types[extname(path)] ?? (/\.m?js$/.test(path) ? 'text/javascript' : 'application/octet-stream');
  response.writeHead(found === undefined ? 404 : 200, { 'content-type': type });
  response.end(found);
}
