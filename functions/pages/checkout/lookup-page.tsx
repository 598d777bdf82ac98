import type { RawReply } from '#shared/platform/http/call.ts';
import { pageReply } from '../document.tsx';
import type { Language } from '../language.ts';
import { lookupPath } from './view/lookup-path.ts';
import { PageFrame } from './view/page-frame.tsx';
import { CHECKOUT_STYLE } from './view/style.ts';
import { DICTIONARIES } from './words/dictionaries.ts';
import { OTHER_PAGES } from './words/other-pages.ts';

export interface LookupPage {
  readonly language: Language;
  readonly mode: 'test' | 'live';
  /** The shop; asked for when the link does not name it. */
  readonly merchant?: string;
  /** What the buyer typed: it stays in the form. */
  readonly order?: string;
  readonly contact?: string;
  readonly notFound?: boolean;
}

/** The form that finds an order by its number and contact. */
export const renderLookup = (page: LookupPage): RawReply => {
  const { language, notFound = false } = page;
  const words = OTHER_PAGES[language];
  const common = DICTIONARIES[language];
  return pageReply(
    {
      title: common.lookupTitle,
      language,
      style: CHECKOUT_STYLE,
      status: notFound ? 404 : 200,
    },
    <PageFrame
      words={common}
      language={language}
      otherLanguageHref={lookupPath({ ...page, language: language === 'zh' ? 'en' : 'zh' })}
      testMode={page.mode === 'test'}
    >
      <section class="paper">
        <h1>{common.lookupTitle}</h1>
        <p class="soft lead">{words.lookupText}</p>
        {notFound && (
          <p class="note bad" role="alert" id="problem">
            {words.lookupNotFound}
          </p>
        )}
        <form method="post" action={lookupPath(page)}>
          {page.merchant === undefined && (
            <Field label={words.lookupMerchant} name="merchant" value="" notFound={notFound} />
          )}
          <Field label={words.lookupOrder} name="order" value={page.order} notFound={notFound} />
          <Field
            label={common.lookupContact}
            name="contact"
            value={page.contact}
            notFound={notFound}
          />
          <button class="button" type="submit">
            {words.lookupSubmit}
          </button>
        </form>
      </section>
    </PageFrame>,
  );
};

const Field = ({
  label,
  name,
  value = '',
  notFound,
}: {
  readonly label: string;
  readonly name: string;
  readonly value: string | undefined;
  readonly notFound: boolean;
}) => (
  <label class="field">
    <span>{label}</span>
    <input
      name={name}
      value={value}
      required
      maxLength={128}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      aria-describedby={notFound ? 'problem' : undefined}
    />
  </label>
);
