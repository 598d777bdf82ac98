import type { Acknowledgement, AcknowledgementKind } from '../channel.ts';

const HEADERS = { 'content-type': 'text/plain; charset=utf-8' } as const;

/** UnionPay looks at the status alone: 200 (or 302) within ten seconds ends its repetitions. */
const ACKNOWLEDGEMENTS: Readonly<Record<AcknowledgementKind, Acknowledgement>> = {
  accepted: { status: 200, headers: HEADERS, body: 'ok' },
  rejected: { status: 400, headers: HEADERS, body: 'fail' },
  try_again: { status: 503, headers: HEADERS, body: 'fail' },
};

export const acknowledge = (kind: AcknowledgementKind): Acknowledgement => ACKNOWLEDGEMENTS[kind];
