import type { RawReply } from '#shared/platform/http/call.ts';
import { pageReply } from '../document.tsx';
import type { Language } from '../language.ts';
import { pagePath } from './view/page.ts';
import { PageFrame } from './view/page-frame.tsx';
import { CHECKOUT_STYLE } from './view/style.ts';
import { DICTIONARIES } from './words/dictionaries.ts';

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
  return pageReply(
    { title, language, style: CHECKOUT_STYLE, status },
    <PageFrame
      words={words}
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
};
