import type { Acknowledgement, AcknowledgementKind } from '../channel.ts';

const HEADERS = { 'content-type': 'text/plain; charset=utf-8' } as const;

/** Exactly these seven characters end the repetitions; anything else repeats them, whatever the status. */
const ACKNOWLEDGEMENTS: Readonly<Record<AcknowledgementKind, Acknowledgement>> = {
  accepted: { status: 200, headers: HEADERS, body: 'success' },
  rejected: { status: 400, headers: HEADERS, body: 'fail' },
  try_again: { status: 503, headers: HEADERS, body: 'fail' },
};

export const acknowledge = (kind: AcknowledgementKind): Acknowledgement => ACKNOWLEDGEMENTS[kind];
