import type { ComponentChildren } from 'preact';
import type { Language } from '../../language.ts';
import type { Dictionary } from '../words/dictionary.ts';

/** What surrounds every page of a buyer: the test banner and the way to the other language. */
export const PageFrame = ({
  words,
  language,
  otherLanguageHref,
  testMode = false,
  shop,
  children,
}: {
  readonly words: Dictionary;
  readonly language: Language;
  /** The same page in the other language. */
  readonly otherLanguageHref: string;
  readonly testMode?: boolean;
  /** Whose page it is. */
  readonly shop?: ComponentChildren;
  readonly children: ComponentChildren;
}) => (
  <main>
    <div class="bar">
      {shop}
      <a
        href={otherLanguageHref}
        hreflang={language === 'zh' ? 'en' : 'zh'}
        lang={language === 'zh' ? 'en' : 'zh'}
      >
        {words.otherLanguage}
      </a>
    </div>
    {testMode && <p class="test">{words.testMode}</p>}
    {children}
  </main>
);
