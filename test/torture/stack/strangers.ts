import { setTimeout as pause } from 'node:timers/promises';
import type { StartedWay } from './buyer.ts';
import type { Trick } from './buyer-plan.ts';
import type { SentNotification } from './gateways.ts';
import type { Shop } from './shop.ts';

/** What the callbacks' address has to answer. */
const ACCEPTED = { status: 200, body: 'success' } as const;
const REJECTED = { status: 400, body: 'fail' } as const;
const UNKNOWN_ADDRESS = { status: 404, body: 'not found' } as const;

const NOBODY = 'ch_00000000000000000000000000';
const TIMEOUT_MILLIS = 15_000;
const LOOKS_AGAIN_MILLIS = 500;
const LOOKS = 8;

/** Somebody takes a notification that a gateway sent, and sends it again: as it was, changed, or elsewhere. */
export const playTrick = async (
  shop: Shop,
  { channelId, orderNumber }: StartedWay,
  trick: Trick,
): Promise<void> => {
  if (trick === 'lets the gateway notify again')
    return shop.gateways.notifyAgain(channelId, orderNumber);
  const sent = await acknowledgedOne(shop, channelId, orderNumber);
  if (!sent) return;
  const other = shop.gateways.channelIds.find((id) => id !== channelId) ?? NOBODY;
  switch (trick) {
    case 'repeats a notification':
      return send(shop, orderNumber, sent, ACCEPTED);
    case 'changes the amount':
      return send(shop, orderNumber, changed(sent, changedAmount), REJECTED);
    case 'changes the signature':
      return send(shop, orderNumber, changed(sent, changedSignature), REJECTED);
    case 'sends it to another account':
      return send(shop, orderNumber, addressed(sent, channelId, other), REJECTED);
    case 'sends it to nobody':
      return send(shop, orderNumber, addressed(sent, channelId, NOBODY), UNKNOWN_ADDRESS);
  }
};

const acknowledgedOne = async (
  shop: Shop,
  channelId: string,
  orderNumber: string,
): Promise<SentNotification | undefined> => {
  for (let look = 0; look < LOOKS; look += 1) {
    const order = await shop.gateways.read(channelId, orderNumber);
    const found = order?.notifications.find(({ acknowledged }) => acknowledged);
    if (found) return found;
    await pause(LOOKS_AGAIN_MILLIS);
  }
  return undefined;
};

/** In a query, a form and a JSON text alike. */
const changedAmount = (text: string): string =>
  text.replace(/(\bmoney(?:=|":\s*"))(\d)/, (_all, name: string, digit: string) => {
    return `${name}${(Number(digit) + 1) % 10}`;
  });

const changedSignature = (text: string): string =>
  text.replace(/(\bsign(?:=|":\s*"))(\w)/, (_all, name: string, letter: string) => {
    return `${name}${letter === 'a' ? 'b' : 'a'}`;
  });

const changed = (sent: SentNotification, change: (text: string) => string): SentNotification => ({
  ...sent,
  url: change(sent.url),
  body: change(sent.body),
});

const addressed = (sent: SentNotification, from: string, to: string): SentNotification => ({
  ...sent,
  url: sent.url.replace(from, to),
});

const send = async (
  { chronicle }: Shop,
  orderNumber: string,
  { method, url, body }: SentNotification,
  right: { readonly status: number; readonly body: string },
): Promise<void> => {
  try {
    const reply = await fetch(url, {
      method,
      ...(method === 'GET' ? {} : { body, headers: { 'content-type': contentTypeOf(body) } }),
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    const text = await reply.text();
    const isRight = reply.status === right.status && text === right.body;
    // Busy or ending is no answer to the question whether it is believed.
    const isNone = reply.status >= 500 && !/success/i.test(text);
    chronicle.acknowledgements.push({
      orderNumber,
      accepted: text === ACCEPTED.body,
      wrong: isRight || isNone ? undefined : `${reply.status} ${text}`,
    });
  } catch {
    chronicle.cutOff += 1;
  }
};

const contentTypeOf = (body: string): string =>
  body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded';
