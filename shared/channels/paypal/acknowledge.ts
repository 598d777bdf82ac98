import type { Acknowledgement, AcknowledgementKind } from '../channel.ts';

const HEADERS = { 'content-type': 'application/json; charset=utf-8' } as const;

/** Any 2xx ends the repetitions. */
const ACKNOWLEDGEMENTS: Readonly<Record<AcknowledgementKind, Acknowledgement>> = {
  accepted: { status: 200, headers: HEADERS, body: '{}' },
  rejected: { status: 400, headers: HEADERS, body: '{}' },
  try_again: { status: 503, headers: HEADERS, body: '{}' },
};

export const acknowledge = (kind: AcknowledgementKind): Acknowledgement => ACKNOWLEDGEMENTS[kind];
