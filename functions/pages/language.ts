export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The value of the attribute `lang` and of Intl's locale. */
export const LOCALES: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

const isLanguage = (text: string): text is Language => LANGUAGES.some((known) => known === text);

/**
 * The reader's language: the one they chose (`?lang=`), else the best of Accept-Language that we speak (RFC 9110,
 * 12.5.4), else English.
 */
export const chooseLanguage = (
  chosen: string | undefined,
  acceptLanguage: string | undefined,
): Language => {
  if (chosen !== undefined && isLanguage(chosen)) return chosen;
  const preferred = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.split('-')[0] ?? '', weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .find(({ language }) => isLanguage(language));
  return preferred && isLanguage(preferred.language) ? preferred.language : 'en';
};
