import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { checkAccessibility } from './support/check-accessibility.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { watchPage } from './support/watch-page.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/** A page that does what ours must not. */
const serve = async (body: string, script = '') => {
  const server = createServer((request, response) => {
    const isScript = request.url === '/script.js';
    response.writeHead(200, {
      'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
    });
    response.end(isScript ? script : `<!doctype html><html lang="en"><title>t</title>${body}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
};

describeInBrowser('what the tests would notice', ({ browser }) => {
  const problemsAt = async (body: string, script?: string, javaScriptEnabled = true) => {
    const { url, stop } = await serve(body, script);
    const context = await browser().newContext({ javaScriptEnabled });
    const page = await context.newPage();
    const problems = await watchPage(page, url);
    await page.goto(url, { waitUntil: 'networkidle' });
    const complaints = javaScriptEnabled ? await checkAccessibility(page) : [];
    await context.close();
    stop();
    return { problems: problems(), complaints };
  };
  const withScript = '<main><h1>Title</h1></main><script src="/script.js"></script>';

  it('nothing at a page that is as it should be', async () => {
    const { problems, complaints } = await problemsAt(withScript, 'document.title = "other"');
    expect(problems).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each([true, false])('a breach of the policy (scripts on: %s)', async (javaScriptEnabled) => {
    const { problems } = await problemsAt(
      '<main style="color:red"><img alt="" src="/x.png"></main>',
      '',
      javaScriptEnabled,
    );
    expect(problems.join()).toContain('content security policy: style-src');
    expect(problems.join()).toContain('content security policy: img-src');
  });

  it('markup that a script writes past trusted types', async () => {
    const { problems } = await problemsAt(withScript, 'document.body.innerHTML = "<p>x"');
    expect(problems.join()).toContain('require-trusted-types-for');
  });

  it('a script that fails, and what it writes on the console', async () => {
    const { problems } = await problemsAt(withScript, 'console.error("oh"); throw Error("ah")');
    expect(problems).toEqual(expect.arrayContaining(['console: oh', 'script error: ah']));
  });

  it('a request that would leave the machine, which gets nowhere', async () => {
    const { problems } = await problemsAt(withScript, 'location.href = "http://example.com/"');
    expect(problems).toContain('a request left the machine: http://example.com/');
  });

  it('a barrier, in light and in dark', async () => {
    const { problems, complaints } = await problemsAt('<main><h1>Title</h1><input></main>');
    expect(problems).toEqual([]);
    expect(complaints.join()).toContain('light: label');
    expect(complaints.join()).toContain('dark: label');
  });
});
