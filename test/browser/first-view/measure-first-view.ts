import type { Page, Request } from 'playwright-core';

export interface FirstView {
  /** Document and everything that the page asks for until it can be used, headers included. */
  readonly wireBytes: number;
  readonly documentBytes: number;
  /** Scripts that the document names or that these import. */
  readonly scriptBytes: number;
  /** Beside the document, up to the first paint of content. */
  readonly requestsBeforePaint: number;
}

/** Loads a page with an empty cache and measures what came over the wire, compressed with gzip as the worst case. */
export const measureFirstView = async (page: Page, path: string): Promise<FirstView> => {
  await page.setExtraHTTPHeaders({ 'accept-encoding': 'gzip' });
  const requests: Request[] = [];
  page.on('requestfinished', (request) => requests.push(request));
  await page.goto(path, { waitUntil: 'networkidle' });
  const { paintedMillis, resources } = await page.evaluate(readTimings);
  const before = resources.filter(({ startMillis }) => startMillis < paintedMillis);
  const early = new Set([page.url(), ...before.map(({ url }) => url)]);
  const sizes = await Promise.all(
    requests
      .filter((request) => early.has(request.url()))
      .map(async (request) => ({ kind: request.resourceType(), ...(await request.sizes()) })),
  );
  const bodyBytesOf = (kind: string): number =>
    sizes
      .filter((each) => each.kind === kind)
      .reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  return {
    wireBytes: sizes.reduce(
      (sum, { responseBodySize, responseHeadersSize }) =>
        sum + responseBodySize + responseHeadersSize,
      0,
    ),
    documentBytes: bodyBytesOf('document'),
    scriptBytes: bodyBytesOf('script'),
    requestsBeforePaint: before.length,
  };
};

/** Runs in the page; waits for the paint if there was none yet. */
const readTimings = async () => {
  const paintedMillis = await new Promise<number>((resolve) => {
    new PerformanceObserver((list, observer) => {
      const paint = list.getEntriesByName('first-contentful-paint')[0];
      if (!paint) return;
      observer.disconnect();
      resolve(paint.startTime);
    }).observe({ type: 'paint', buffered: true });
  });
  return {
    paintedMillis,
    resources: performance
      .getEntriesByType('resource')
      .map(({ name, startTime }) => ({ url: name, startMillis: startTime })),
  };
};
