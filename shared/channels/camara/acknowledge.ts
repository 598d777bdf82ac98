import type { Acknowledgement, AcknowledgementKind } from '../channel.ts';

const JSON_HEADER = { 'content-type': 'application/json; charset=utf-8' } as const;

/** 204 ends it, and 410 would end all events of the payment: a problem of ours is 429, which asks for patience. */
const ACKNOWLEDGEMENTS: Readonly<Record<AcknowledgementKind, Acknowledgement>> = {
  accepted: { status: 204, headers: {}, body: '' },
  rejected: {
    status: 401,
    headers: JSON_HEADER,
    body: '{"status":401,"code":"UNAUTHENTICATED","message":"Request not authenticated."}',
  },
  try_again: {
    status: 429,
    headers: JSON_HEADER,
    body: '{"status":429,"code":"TOO_MANY_REQUESTS","message":"Try again later."}',
  },
};

export const acknowledge = (kind: AcknowledgementKind): Acknowledgement => ACKNOWLEDGEMENTS[kind];
