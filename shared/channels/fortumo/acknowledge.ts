import type { Acknowledgement, AcknowledgementKind } from '../channel.ts';

const JSON_HEADER = { 'content-type': 'application/json; charset=utf-8' } as const;

/** 200 ends it; anything else is taken for a failure. */
const ACKNOWLEDGEMENTS: Readonly<Record<AcknowledgementKind, Acknowledgement>> = {
  accepted: { status: 200, headers: JSON_HEADER, body: '{"success":true}' },
  rejected: { status: 401, headers: JSON_HEADER, body: '{"success":false}' },
  try_again: { status: 503, headers: JSON_HEADER, body: '{"success":false}' },
};

export const acknowledge = (kind: AcknowledgementKind): Acknowledgement => ACKNOWLEDGEMENTS[kind];
