import type { Demo } from '#infra/local/seed/demo-file.ts';
import { readCheckout } from '#shared/contract/api/checkout.ts';
import { readOrder } from '#shared/contract/api/orders.ts';
import { createClient } from '#shared/contract/client/client.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { until } from '#test/local/support/until.ts';
import type { Purchase } from './order-something.ts';

type State = Awaited<ReturnType<typeof stateOf>>;

/** The order as its buyer's page reads it. */
export const stateOf = ({ baseUrl }: Demo, { token }: Purchase) =>
  createClient({ baseUrl }).call(readCheckout, { params: { token } });

/** The payment that is open, once there is one. */
export const openAttempt = (
  demo: Demo,
  purchase: Purchase,
): Promise<NonNullable<State['attempt']>> =>
  until('a payment is open', async () => {
    const { attempt } = await stateOf(demo, purchase);
    const isOver = attempt?.state === 'failed' || attempt?.state === 'closed';
    return attempt?.next_action && !isOver ? attempt : undefined;
  });

const send = async (url: string, method: string, body: object = {}): Promise<unknown> => {
  const reply = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${url}: ${reply.status} ${await reply.text()}`);
  return reply.json();
};

/** Plays the buyer's app, or the person at the provider's console. */
export const controlPayment = async (
  demo: Demo,
  purchase: Purchase & { readonly simulatorUrl: string },
  action: 'pay' | 'decline',
  body: object = {},
): Promise<void> => {
  const { id } = await openAttempt(demo, purchase);
  const number = providerOrderNumberOf(id);
  await send(`${purchase.simulatorUrl}/control/orders/${number}/${action}`, 'POST', body);
};

/** The code that the provider sent by SMS. */
export const sentCode = async (
  demo: Demo,
  purchase: Purchase & { readonly simulatorUrl: string },
): Promise<string> => {
  const { id } = await openAttempt(demo, purchase);
  const url = `${purchase.simulatorUrl}/control/orders/${providerOrderNumberOf(id)}`;
  return until('a code is sent', async () => {
    const { extra } = (await (await fetch(url)).json()) as { extra: { code?: unknown } };
    return extra.code === undefined ? undefined : String(extra.code);
  });
};

/** Sends money from a wallet, as a buyer who copies address and amount. */
export const sendMoney = (
  simulatorUrl: string,
  transfer: { readonly network: string; readonly to: string; readonly amount: string },
): Promise<unknown> => send(`${simulatorUrl}/wallet`, 'POST', transfer);

/** The simulated gateway of the demo shop that has the open payment. */
export const gatewayUrlOf = async (demo: Demo, purchase: Purchase): Promise<string> => {
  const merchant = createClient(demo);
  const { attempts } = await merchant.call(readOrder, { params: { orderId: purchase.orderId } });
  const channel = attempts.at(-1)?.channel;
  const gateway = demo.simulators.find(({ channelId }) => channelId === channel);
  if (!gateway) throw new Error(`no simulated gateway has the channel ${channel}`);
  return gateway.url;
};
