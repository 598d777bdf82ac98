import { lookupPath } from './lookup-path.ts';
import type { PageProps } from './page.ts';
import { webLink } from './safe-link.ts';

/** Where buyers turn to: the shop's terms, its help, and the way back to an order whose link is lost. */
export const ShopFoot = ({ page: { view, words, language } }: PageProps) => {
  const { shop, mode } = view;
  const terms = shop.terms_url === null ? undefined : webLink(shop.terms_url);
  const support = shop.support_url === null ? undefined : webLink(shop.support_url);
  return (
    <footer class="links">
      {terms !== undefined && (
        <a href={terms} rel="noreferrer" target="_blank">
          {words.terms}
        </a>
      )}
      {support !== undefined && (
        <a href={support} rel="noreferrer" target="_blank">
          {words.support}
        </a>
      )}
      {shop.support_email !== null && (
        <a href={`mailto:${shop.support_email}`}>{shop.support_email}</a>
      )}
      <a href={lookupPath({ language, merchant: shop.id, mode })}>{words.findOrder}</a>
    </footer>
  );
};
