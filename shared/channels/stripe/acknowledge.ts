import type { Acknowledgement, AcknowledgementKind } from '../channel.ts';

const HEADERS = { 'content-type': 'application/json; charset=utf-8' } as const;

/** Any 2xx ends the repetitions. */
const ACKNOWLEDGEMENTS: Readonly<Record<AcknowledgementKind, Acknowledgement>> = {
  accepted: { status: 200, headers: HEADERS, body: '{"received":true}' },
  rejected: { status: 400, headers: HEADERS, body: '{"received":false}' },
  try_again: { status: 503, headers: HEADERS, body: '{"received":false}' },
};

export const acknowledge = (kind: AcknowledgementKind): Acknowledgement => ACKNOWLEDGEMENTS[kind];
