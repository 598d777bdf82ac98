import type { Acknowledgement, AcknowledgementKind } from '../channel.ts';

const HEADERS = { 'content-type': 'text/plain; charset=utf-8' } as const;

/**
 * Gateways search the body for `success` and look at nothing else: whatever lacks the word is repeated. So no other
 * answer may contain it, and the status is for people and metrics.
 */
const ACKNOWLEDGEMENTS: Readonly<Record<AcknowledgementKind, Acknowledgement>> = {
  accepted: { status: 200, headers: HEADERS, body: 'success' },
  rejected: { status: 400, headers: HEADERS, body: 'fail' },
  try_again: { status: 503, headers: HEADERS, body: 'fail' },
};

export const acknowledge = (kind: AcknowledgementKind): Acknowledgement => ACKNOWLEDGEMENTS[kind];
