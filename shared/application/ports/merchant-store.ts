import type { ApiKey, Merchant } from '../../domain/merchants/merchant.ts';

export interface MerchantStore {
  create(merchant: Merchant): Promise<void>;
  read(merchantId: string): Promise<Merchant | undefined>;
  /** Every merchant, for operators; pages through an index of pointers. */
  list(): Promise<readonly Merchant[]>;
  addKey(key: ApiKey): Promise<void>;
  listKeys(merchantId: string): Promise<readonly ApiKey[]>;
  /** Ends a key at a time; never moves an end to later. `false` when there is no such key. */
  endKey(key: ApiKey, endsAt: string): Promise<boolean>;
}
