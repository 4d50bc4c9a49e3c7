import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

const chromium = '/usr/bin/chromium';
/** Why no browser can be started here, or undefined. */
export const browserAbsent = existsSync(chromium) ? undefined : `${chromium} is not installed`;

export interface BrowserReport {
  /** Bits of the vectors, a text a row. */
  readonly page: number[][];
  readonly worker: number[][];
  /** Codes of the errors where a model's files are not there, and where a page stands in their place. */
  readonly absent: string;
  readonly replaced: string;
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.json': 'application/json' };

/** Opens page.mjs in Chromium, with a built package under /package, and waits for what it reports. */
export async function reportOfBrowser(packageFolder: string, texts: readonly string[]): Promise<BrowserReport> {
  const answer = pendingAnswer();
  const server = createServer((request, response) => {
    respond(request, response, { packageFolder, texts, report: answer.resolve }).catch(answer.reject);
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

interface Site {
  readonly packageFolder: string;
  readonly texts: readonly string[];
  readonly report: (body: string) => void;
}

async function respond(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  if (path === '/report') {
    let body = '';
    for await (const chunk of request) body += chunk;
    response.end();
    return site.report(body);
  }
  const found = contentOf(path, site);
  const type = types[extname(path)] ?? (/\.m?js$/.test(path) ? 'text/javascript' : 'application/octet-stream');
  response.writeHead(found === undefined ? 404 : 200, { 'content-type': type });
  response.end(found);
}

function contentOf(path: string, { packageFolder, texts }: Site): string | Buffer | undefined {
  const html = '<!doctype html><title>runtimes</title><script type="module" src="/page.mjs"></script>';
  if (path === '/page.html') return html;
  if (path === '/texts.json') return JSON.stringify(texts);
  if (path === '/page.mjs' || path === '/worker.mjs') return readFileSync(join(import.meta.dirname, path));
  const [, site, folder, name = ''] = path.split('/');
  if (site === 'package' || folder === 'dist') return readFileSync(join(packageFolder, folder!, name));
  return site === 'replaced' ? html : undefined;
}
