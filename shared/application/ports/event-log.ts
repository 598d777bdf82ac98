import type { MerchantEvent } from '../../domain/webhooks/event.ts';

export interface EventLog {
  /** Adds events to their merchants' lists. Idempotent by the event's id. */
  record(events: readonly MerchantEvent[]): Promise<void>;
}
