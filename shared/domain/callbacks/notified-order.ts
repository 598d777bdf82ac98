import { orderIdOfAttempt, orderIdOfRefund } from '../identity/ids.ts';
import type { VerifiedNotification } from './notification.ts';

/** The attempt that a notification names, directly or by the words of its kind. */
export const notifiedAttempt = (notification: VerifiedNotification): string | undefined =>
  notification.kind === 'other' ? undefined : notification.attemptId;

/** The order that a notification is about; `undefined` when it names nothing that was ever ours. */
export const notifiedOrder = (notification: VerifiedNotification): string | undefined => {
  const attemptId = notifiedAttempt(notification);
  if (attemptId !== undefined) return orderIdOfAttempt(attemptId);
  return notification.kind === 'refund' && notification.refundId !== undefined
    ? orderIdOfRefund(notification.refundId)
    : undefined;
};

/** The status that a notification tells, in our words. */
export const notifiedStatus = (notification: VerifiedNotification): string =>
  notification.kind === 'other' ? 'unknown' : notification.status;
