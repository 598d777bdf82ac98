import type { ProviderStatus } from '../../domain/callbacks/notification.ts';

const STATUSES: Readonly<Record<string, ProviderStatus>> = {
  pending: 'pending',
  paid: 'succeeded',
  failed: 'failed',
  closed: 'closed',
};

/** A notification's word. */
export const statusOf = (word: string): ProviderStatus =>
  Object.hasOwn(STATUSES, word) ? (STATUSES[word] ?? 'unknown') : 'unknown';
