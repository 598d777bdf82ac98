import type { Consent } from './status.ts';

/** What is kept of a payment: how far the buyer's consent has come, and the charging token that names it at Fortumo. */
export interface KeptConsent {
  /** `charging`: the charge was asked for. */
  readonly state: Consent | 'charging';
  readonly token: string;
}

const STATES: readonly string[] = ['session', 'verified', 'failed', 'invalidated', 'charging'];

/** It becomes part of addresses. */
const TOKEN = /^[A-Za-z0-9][A-Za-z0-9:_-]{7,199}$/;

export const isChargingToken = (text: string): boolean => TOKEN.test(text);

export const keptText = ({ state, token }: KeptConsent): string => `${state} ${token}`;

/** `undefined`: Fortumo has told nothing of it yet. */
export const readConsent = (kept: string | undefined): KeptConsent | undefined => {
  const [state = '', token = ''] = (kept ?? '').split(' ');
  return STATES.includes(state) && isChargingToken(token)
    ? { state: state as KeptConsent['state'], token }
    : undefined;
};
