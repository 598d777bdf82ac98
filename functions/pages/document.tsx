import { randomBytes } from 'node:crypto';
import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { RawReply } from '#shared/platform/http/call.ts';
import { ROOT_ID, STATE_ID } from './element-ids.ts';
import { type Language, LOCALES } from './language.ts';
import { pageHeaders } from './page-headers.ts';

export interface PageScript {
  /** Its address on this site. */
  readonly src: string;
  /** What it starts from; anything that JSON can say. */
  readonly state: unknown;
}

interface Page {
  readonly title: string;
  readonly language: Language;
  readonly style: string;
  /** Loads the page again (or `url`) after so many seconds, where no script does better. */
  readonly refresh?: { readonly seconds: number; readonly url?: string } | undefined;
  /** Takes over in the browser what the server has drawn. */
  readonly script?: PageScript | undefined;
  readonly status?: number;
  /** Beside those of every page. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly formTargets?: readonly string[];
  readonly images?: readonly string[];
}

const Document = ({
  title,
  language,
  style,
  refresh,
  script,
  nonce,
  children,
}: Page & { readonly nonce: string | undefined; readonly children: ComponentChildren }) => (
  <html lang={LOCALES[language]}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <meta name="color-scheme" content="light dark" />
      {refresh && <Refresh {...refresh} isFallback={script !== undefined} />}
      <title>{title}</title>
      <link rel="icon" href="data:," />
      <style nonce={nonce}>{style}</style>
      {script && <script type="module" nonce={nonce} src={script.src} />}
    </head>
    <body>
      <div id={ROOT_ID}>{children}</div>
      {script && <State value={script.state} />}
    </body>
  </html>
);

const Refresh = ({
  seconds,
  url,
  isFallback,
}: NonNullable<Page['refresh']> & { readonly isFallback: boolean }) => {
  const meta = (
    <meta
      http-equiv="refresh"
      content={url === undefined ? `${seconds}` : `${seconds}; url=${url}`}
    />
  );
  return isFallback ? <noscript>{meta}</noscript> : meta;
};

/** Data, which no browser runs. A `<` in it could end the element: JSON can say it in other words. */
const State = ({ value }: { readonly value: unknown }) => (
  <script
    id={STATE_ID}
    type="application/json"
    // Entities are not decoded in here, and `<` is written otherwise.
    dangerouslySetInnerHTML={{ __html: JSON.stringify(value).replaceAll('<', '\\u003c') }}
  />
);

/** A whole page as a reply. Everything that is not markup of ours is escaped by the renderer. */
export const pageReply = (
  { status = 200, headers, formTargets, images, ...page }: Page,
  body: VNode,
): RawReply => {
  const nonce = page.script && randomBytes(16).toString('base64');
  const html = render(
    <Document {...page} nonce={nonce}>
      {body}
    </Document>,
  );
  return new RawReply(
    status,
    { ...pageHeaders({ style: page.style, nonce, formTargets, images }), ...headers },
    `<!doctype html>${html}`,
  );
};
