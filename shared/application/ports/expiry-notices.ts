import type { NoticeDays } from '../../domain/channels/expiry-notice.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';

/** What is told once: a credential with another end is another notice. */
export interface ExpiryNotice {
  readonly tenant: Tenant;
  readonly channelId: string;
  readonly param: string;
  readonly expiresAt: Date;
  readonly days: NoticeDays;
}

export interface ExpiryNotices {
  /**
   * Remembers the notice and records its event in one transaction, from where the event is passed on whatever becomes
   * of this process; `false` when it was given before.
   */
  announce(notice: ExpiryNotice, event: MerchantEvent): Promise<boolean>;
}
