import { isRefundOpen, type Refund } from './refund.ts';

/** Seconds from one question about an open refund to the next; the last one repeats. */
const INTERVALS_SECONDS = [5, 30, 120, 600, 1_800, 7_200, 21_600, 86_400] as const;
/** After about two weeks nobody asks any more by himself: the alarm has long rung, and a person decides. */
const MAX_QUESTIONS = 20;

/** Whether the provider was asked as often as it is going to be. */
export const isAskedOften = ({ askedCount }: Pick<Refund, 'askedCount'>): boolean =>
  askedCount >= MAX_QUESTIONS;

type AskedRefund = Pick<Refund, 'state' | 'askedCount' | 'createdAt' | 'updatedAt' | 'askAt'>;

/** When the provider is to be asked (again) about a refund; `undefined` when it is decided or given up to a person. */
export const nextRefundAt = (refund: AskedRefund): Date | undefined => {
  const hinted = hintedAt(refund);
  const planned = plannedRefundAt(refund);
  return hinted && planned ? (hinted < planned ? hinted : planned) : (hinted ?? planned);
};

/** A question that is asked at `now` because of a notification and for nothing else. */
export const isForRefundHintAlone = (refund: AskedRefund, now: Date): boolean => {
  const planned = plannedRefundAt(refund);
  return hintedAt(refund) !== undefined && (planned === undefined || planned > now);
};

const hintedAt = (refund: AskedRefund): Date | undefined =>
  refund.askAt !== undefined && isRefundOpen(refund) ? new Date(refund.askAt) : undefined;

/** The same, whatever notifications say. */
const plannedRefundAt = (refund: AskedRefund): Date | undefined => {
  switch (refund.state) {
    case 'succeeded':
    case 'failed':
      return undefined;
    case 'queued':
    case 'submitted':
    case 'unknown': {
      if (refund.askedCount === 0) return new Date(refund.createdAt);
      if (isAskedOften(refund)) return undefined;
      const place = Math.min(refund.askedCount, INTERVALS_SECONDS.length) - 1;
      return new Date(Date.parse(refund.updatedAt) + (INTERVALS_SECONDS[place] ?? 86_400) * 1000);
    }
  }
};
