import type { ComponentChildren } from 'preact';
import type { Language } from '../language.ts';
import { DICTIONARIES } from './dictionary.ts';

/** What surrounds every page of a buyer: the test banner and the way to the other language. */
export const PageFrame = ({
  language,
  otherLanguageHref,
  testMode = false,
  children,
}: {
  readonly language: Language;
  /** The same page in the other language. */
  readonly otherLanguageHref: string;
  readonly testMode?: boolean;
  readonly children: ComponentChildren;
}) => (
  <main>
    <div class="bar">
      {testMode && <p class="test">{DICTIONARIES[language].testMode}</p>}
      <a
        href={otherLanguageHref}
        hreflang={language === 'zh' ? 'en' : 'zh'}
        lang={language === 'zh' ? 'en' : 'zh'}
      >
        {DICTIONARIES[language].otherLanguage}
      </a>
    </div>
    {children}
  </main>
);
