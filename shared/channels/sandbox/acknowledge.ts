import type { Acknowledgement, AcknowledgementKind } from '../channel.ts';

const HEADERS = { 'content-type': 'application/json; charset=utf-8' } as const;

const ACKNOWLEDGEMENTS: Readonly<Record<AcknowledgementKind, Acknowledgement>> = {
  accepted: { status: 200, headers: HEADERS, body: '{"result":"accepted"}' },
  rejected: { status: 400, headers: HEADERS, body: '{"result":"rejected"}' },
  try_again: { status: 503, headers: HEADERS, body: '{"result":"try_again"}' },
};

export const acknowledge = (kind: AcknowledgementKind): Acknowledgement => ACKNOWLEDGEMENTS[kind];
