import { RawReply } from '#shared/platform/http/call.ts';
import { renderDocument } from '../document.tsx';
import type { Language } from '../language.ts';
import { pageHeaders } from '../page-headers.ts';
import { DICTIONARIES } from './dictionary.ts';
import { PageFrame } from './page-frame.tsx';
import { CHECKOUT_STYLE } from './style.ts';
import { pagePath } from './view-context.ts';

export interface ProblemPage {
  readonly status: number;
  readonly kind: 'not_found' | 'token_expired' | 'failed';
  readonly language: Language;
  /** The page that can be loaded again. */
  readonly path: string;
  readonly requestId: string;
}

/** A page that says in the buyer's language what went wrong and what to do. */
export const renderProblem = ({
  status,
  kind,
  language,
  path,
  requestId,
}: ProblemPage): RawReply => {
  const words = DICTIONARIES[language];
  const [title, text] = {
    not_found: [words.notFoundTitle, words.notFoundText] as const,
    token_expired: [words.tokenExpiredTitle, words.tokenExpiredText] as const,
    failed: [words.failedTitle, words.failedText(requestId)] as const,
  }[kind];
  const html = renderDocument(
    { title, language, style: CHECKOUT_STYLE },
    <PageFrame
      language={language}
      otherLanguageHref={pagePath(path, language === 'zh' ? 'en' : 'zh')}
    >
      <section class="paper" role="alert">
        <h1>{title}</h1>
        <p>{text}</p>
        {kind === 'failed' && (
          <a class="button" href={pagePath(path, language)}>
            {words.tryAgain}
          </a>
        )}
      </section>
    </PageFrame>,
  );
  return new RawReply(status, pageHeaders({ style: CHECKOUT_STYLE }), html);
};
