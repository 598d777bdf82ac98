import type { Language } from '../language.ts';
import { pageScripts } from '../page-scripts.ts';

/** Addresses of the page's script, once a language: nobody reads texts of the other. */
export const checkoutScripts = (): Readonly<Record<Language, string>> => {
  const script = pageScripts();
  return { zh: script('checkout.zh'), en: script('checkout.en') };
};
