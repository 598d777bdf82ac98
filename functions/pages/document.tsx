import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { type Language, LOCALES } from './language.ts';

interface DocumentProps {
  readonly title: string;
  readonly language: Language;
  readonly style: string;
  /** Loads the page again (or `url`) after so many seconds. */
  readonly refresh?: { readonly seconds: number; readonly url?: string };
  readonly children: ComponentChildren;
}

const Document = ({ title, language, style, refresh, children }: DocumentProps) => (
  <html lang={LOCALES[language]}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <meta name="color-scheme" content="light dark" />
      {refresh && <meta http-equiv="refresh" content={refreshContent(refresh)} />}
      <title>{title}</title>
      <link rel="icon" href="data:," />
      <style>{style}</style>
    </head>
    <body>{children}</body>
  </html>
);

const refreshContent = ({ seconds, url }: NonNullable<DocumentProps['refresh']>): string =>
  url === undefined ? String(seconds) : `${seconds}; url=${url}`;

/** A whole page as HTML text. Everything that is not markup of ours is escaped by the renderer. */
export const renderDocument = (props: Omit<DocumentProps, 'children'>, body: VNode): string =>
  `<!doctype html>${render(<Document {...props}>{body}</Document>)}`;
