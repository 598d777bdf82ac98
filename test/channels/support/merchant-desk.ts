import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  AcknowledgementKind,
  NotificationOutcome,
  RawCallback,
} from '#shared/application/ports/channel-port.ts';
import { acknowledge } from '#shared/channels/epay/acknowledge.ts';
import type { EpayContext } from '#shared/channels/epay/config.ts';
import { notification } from '#shared/channels/epay/notification.ts';

export interface MerchantDesk {
  readonly notifyUrl: string;
  /** Verdicts in the order the notifications came in. */
  readonly outcomes: NotificationOutcome[];
  readonly callbacks: RawCallback[];
  /** Answers that many notifications with "could not store it". */
  failNext: number;
  /** Whose keys to judge by. */
  context: EpayContext | undefined;
  stop(): Promise<void>;
}

/** The merchant's side of notifications on a real port: judges with the channel, answers in its bytes. */
export const openMerchantDesk = async (): Promise<MerchantDesk> => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const callback: RawCallback = {
      httpMethod: request.method ?? '',
      headers: request.headers as Record<string, string>,
      query: request.url?.split('?', 2)[1] ?? '',
      body: Buffer.concat(chunks),
    };
    desk.callbacks.push(callback);
    if (!desk.context) throw new Error('no account to judge by');
    const outcome = await notification(desk.context, callback);
    desk.outcomes.push(outcome);
    const { status, headers, body } = acknowledge(kindOf(outcome));
    response.writeHead(status, headers).end(body);
  });
  const kindOf = (outcome: NotificationOutcome): AcknowledgementKind => {
    if (outcome.kind === 'rejected') return 'rejected';
    desk.failNext -= 1;
    return desk.failNext >= 0 ? 'try_again' : 'accepted';
  };
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  const desk: MerchantDesk = {
    notifyUrl: `http://127.0.0.1:${port}/callbacks/epay/ch_1`,
    outcomes: [],
    callbacks: [],
    failNext: 0,
    context: undefined,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return desk;
};
