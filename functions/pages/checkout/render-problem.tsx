import type { RawReply } from '#shared/platform/http/call.ts';
import { pageReply } from '../document.tsx';
import type { Language } from '../language.ts';
import { pagePath } from './view/page.ts';
import { PageFrame } from './view/page-frame.tsx';
import { CHECKOUT_STYLE } from './view/style.ts';
import { DICTIONARIES } from './words/dictionaries.ts';
import { OTHER_PAGES } from './words/other-pages.ts';

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

/** Links that lead nowhere (any more): the order may still be found. */
const LEADS_TO_LOOKUP: readonly ProblemPage['kind'][] = ['not_found', 'token_expired'];

/** A page that says in the buyer's language what went wrong and what to do. */
export const renderProblem = ({
  status,
  kind,
  language,
  path,
  requestId,
  retryAfterSeconds,
}: ProblemPage): RawReply => {
  const words = OTHER_PAGES[language];
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
  return pageReply(
    {
      title,
      language,
      style: CHECKOUT_STYLE,
      status,
      headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    },
    <PageFrame
      words={DICTIONARIES[language]}
      language={language}
      otherLanguageHref={pagePath(path, language === 'zh' ? 'en' : 'zh')}
    >
      <section class="paper" role="alert">
        <h1>{title}</h1>
        <p>{text}</p>
        {LEADS_TO_LOOKUP.includes(kind) && (
          <a class="button quiet" href={pagePath('/lookup', language)}>
            {DICTIONARIES[language].lookupTitle}
          </a>
        )}
        {WAYS_ON.includes(kind) && (
          <a class="button" href={pagePath(path, language)}>
            {kind === 'failed' ? words.tryAgain : words.openPage}
          </a>
        )}
      </section>
    </PageFrame>,
  );
};
