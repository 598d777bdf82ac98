import type { Acknowledgement, AcknowledgementKind } from '../channel.ts';

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' } as const;

/**
 * 200 or 204 ends the repetitions and needs no body; anything else repeats them. A probe with a wrong signature must not
 * be accepted, or the account counts as one that does not verify. Source: wechatpay-skills, 回调通知处理.md.
 */
const ACKNOWLEDGEMENTS: Readonly<Record<AcknowledgementKind, Acknowledgement>> = {
  accepted: { status: 204, headers: {}, body: '' },
  rejected: {
    status: 401,
    headers: JSON_HEADERS,
    body: '{"code":"FAIL","message":"the notification was not believed"}',
  },
  try_again: {
    status: 503,
    headers: JSON_HEADERS,
    body: '{"code":"FAIL","message":"try again later"}',
  },
};

export const acknowledge = (kind: AcknowledgementKind): Acknowledgement => ACKNOWLEDGEMENTS[kind];
