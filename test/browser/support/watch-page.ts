import type { CDPSession, Page } from 'playwright-core';

const isLoopback = (url: string): boolean =>
  !/^(?:https?|wss?):/.test(url) || ['127.0.0.1', 'localhost'].includes(new URL(url).hostname);

/** Chromium's word for "we went somewhere else meanwhile". */
const SUPERSEDED = 'net::ERR_ABORTED';

/**
 * Collects what must not happen while a page is used: script errors, anything on the console, breaches of the content
 * security policy, resources that do not load, and requests that leave this machine. The browser's own protocol tells
 * about breaches, so that nothing is put into the page and scripts may be off. The pages of providers are not ours: only
 * what they send out of this machine counts.
 */
export const watchPage = async (page: Page, baseUrl: string): Promise<() => readonly string[]> => {
  const problems: string[] = [];
  const isOurs = (url = page.url()): boolean => url.startsWith(baseUrl);
  page.on('request', (request) => {
    if (!isLoopback(request.url())) problems.push(`a request left the machine: ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    if (isOurs(request.url()) && why !== SUPERSEDED)
      problems.push(`did not load: ${request.url()} (${why})`);
  });
  page.on('response', (response) => {
    // What a page answers with is its test's business.
    const isPage = response.request().isNavigationRequest();
    if (!isPage && isOurs(response.url()) && response.status() >= 500)
      problems.push(`${response.status()} from ${response.url()}`);
  });
  page.on('console', (message) => {
    const from = message.location().url;
    const isBad = message.type() === 'error' || message.type() === 'warning';
    // Statuses are looked at above.
    if (isBad && isOurs(from || undefined) && !message.text().startsWith('Failed to load resource'))
      problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`script error: ${error.message}`));
  const protocol = await page.context().newCDPSession(page);
  await watchPolicy(protocol, (breach) => {
    if (isOurs()) problems.push(`content security policy: ${breach}`);
  });
  return () => problems;
};

const watchPolicy = async (protocol: CDPSession, tell: (breach: string) => void): Promise<void> => {
  protocol.on('Audits.issueAdded', ({ issue }) => {
    const details = issue.details.contentSecurityPolicyIssueDetails;
    if (!details) return;
    const {
      violatedDirective,
      contentSecurityPolicyViolationType: kind,
      blockedURL = '',
    } = details;
    tell(`${violatedDirective} (${kind}) ${blockedURL}`.trim());
  });
  await protocol.send('Audits.enable');
};
