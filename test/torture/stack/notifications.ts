import { fenOf } from '#infra/local/providers/epay/amount.ts';
import { md5Of, rsaMatches } from '#infra/local/providers/epay/signature.ts';
import { type SimulatedAccount, simulatedAccounts } from '#infra/local/seed/simulated-accounts.ts';
import { localDirectory } from '#infra/local/state/local-directory.ts';
import { openLocalState } from '#infra/local/state/local-state.ts';
import type { SeenAcknowledgement } from '../invariants/evidence.ts';
import type { GatewayOrder, SentNotification } from './gateways.ts';

/** The gateways' accounts with their keys; nobody can look while the stack runs. */
export const accountsIn = async (directory: string): Promise<SimulatedAccount[]> => {
  const state = openLocalState(localDirectory(directory), false);
  try {
    return await simulatedAccounts(state, 0);
  } finally {
    state.close();
  }
};

const fieldsOf = ({ method, url, body }: SentNotification): Record<string, string> => {
  if (method === 'GET') return Object.fromEntries(new URL(url).searchParams);
  return body.startsWith('{') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
};

/** Whether the account's own gateway said it, about this account. Decided by the gateway's code, not by the shop's. */
const isGenuine = (
  { extra: { protocol } }: GatewayOrder,
  sent: SentNotification,
  { key, pid, platformKeys }: SimulatedAccount,
): boolean => {
  const fields = fieldsOf(sent);
  if (fields.pid !== pid) return false;
  return protocol === 'v1'
    ? md5Of(fields, key) === fields.sign
    : rsaMatches(fields, platformKeys.publicKey);
};

/** How the shop answered what a gateway sent: the exact word to what is genuine, and never that word to anything else. */
export const acknowledgementsOf = (
  order: GatewayOrder,
  account: SimulatedAccount,
): SeenAcknowledgement[] =>
  order.notifications
    .filter(({ status }) => status !== 0)
    .map((sent) => ({
      orderNumber: order.number,
      accepted: sent.acknowledged,
      wrong: isRight(sent, isGenuine(order, sent, account))
        ? undefined
        : `${sent.status} ${sent.reply}`,
    }));

const isRight = ({ status, reply }: SentNotification, genuine: boolean): boolean => {
  // Busy: it is said again.
  if (status >= 500) return !/success/i.test(reply);
  return genuine ? status === 200 && reply === 'success' : status === 400 && reply === 'fail';
};

/** Amounts that a gateway has truly named for a payment, right or wrong: the shop has no other witness. */
export const toldAmounts = (order: GatewayOrder, account: SimulatedAccount): Set<number> =>
  new Set(
    order.notifications
      .filter((sent) => sent.acknowledged && isGenuine(order, sent, account))
      .flatMap((sent) => fenOf(fieldsOf(sent).money ?? '') ?? []),
  );
