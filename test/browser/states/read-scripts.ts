import type { Language } from '#functions/pages/language.ts';
import { PAGE_SCRIPTS } from '#shared/contract/page-scripts.ts';

/** The page's scripts as a running stack serves them. */
export interface Scripts {
  readonly addresses: Readonly<Record<Language, string>>;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Reads the scripts that a page loads, and those that they load in turn.
 * @param pageUrl a checkout page of the stack
 */
export const readScripts = async (pageUrl: string): Promise<Scripts> => {
  const files = new Map<string, string>();
  const read = async (path: string): Promise<void> => {
    if (files.has(path)) return;
    const text = await (await fetch(new URL(path, pageUrl))).text();
    files.set(path, text);
    for (const [, name] of text.matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g))
      await read(`${PAGE_SCRIPTS.path}/${name}`);
  };
  const addressFor = async (language: Language): Promise<string> => {
    const html = await (await fetch(`${pageUrl}?lang=${language}`)).text();
    const address = /<script[^>]* src="([^"]+)"/.exec(html)?.[1];
    if (address === undefined) throw new Error('the page loads no script');
    await read(address);
    return address;
  };
  return { addresses: { zh: await addressFor('zh'), en: await addressFor('en') }, files };
};
