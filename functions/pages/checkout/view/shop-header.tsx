import type { PageProps } from './page.ts';

/** Whose page it is. The logo stands beside the name and says nothing that the name does not. */
export const ShopHeader = ({
  page: {
    view: { shop },
  },
}: PageProps) =>
  shop.logo_url === null && shop.name === null ? null : (
    <p class="shop">
      {shop.logo_url !== null && <img src={shop.logo_url} alt="" height="32" />}
      {shop.name !== null && <span>{shop.name}</span>}
    </p>
  );
