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
  readonly kind: 'not_found' | 'token_expired' | 'cross_site' | 'too_often' | 'no_cards' | 'failed';
  readonly language: Language;
  /** The page that can be loaded again. */
  readonly path: string;
  readonly requestId: string;
  /** When it is worth trying again. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Pages from which the buyer can go on. */
const WAYS_ON: readonly ProblemPage['kind'][] = ['cross_site', 'too_often', 'no_cards', 'failed'];

/** A page that says in the buyer's language what went wrong and what to do. */
export const renderProblem = ({
  status,
  kind,
  language,
  path,
  requestId,
  retryAfterSeconds,
}: ProblemPage): RawReply => {
  const words = DICTIONARIES[language];
  const [title, text] = {
    not_found: [words.notFoundTitle, words.notFoundText] as const,
    token_expired: [words.tokenExpiredTitle, words.tokenExpiredText] as const,
    cross_site: [words.crossSiteTitle, words.crossSiteText] as const,
    too_often: [
      words.tooOftenTitle,
      words.tooOftenText(Math.ceil((retryAfterSeconds ?? 60) / 60)),
    ] as const,
    no_cards: [words.noCardsTitle, words.noCardsText] as const,
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
        {WAYS_ON.includes(kind) && (
          <a class="button" href={pagePath(path, language)}>
            {kind === 'failed' ? words.tryAgain : words.openPage}
          </a>
        )}
      </section>
    </PageFrame>,
  );
  const headers = pageHeaders({ style: CHECKOUT_STYLE });
  return new RawReply(
    status,
    retryAfterSeconds === undefined
      ? headers
      : { ...headers, 'retry-after': String(retryAfterSeconds) },
    html,
  );
};
