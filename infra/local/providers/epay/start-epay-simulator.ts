import { createServer } from 'node:http';
import { listen, shut } from '../kit/listener.ts';
import { answer } from './answer.ts';
import type { SimulatedOrder } from './books.ts';
import { decideAsBuyer, declineOrder, payOrder } from './buyer.ts';
import { booksOf } from './control.ts';
import type { EpaySimulator, EpaySimulatorOptions, SimulatedAccount } from './epay-simulator.ts';
import { html, readExchange, sendReply } from './exchange.ts';
import type { Gateway } from './gateway.ts';
import { openMerchant, type SimulatedMerchant } from './merchant.ts';
import { openGateway, resumeNotifications } from './open-gateway.ts';

/** A 易支付 gateway on loopback that speaks the real wire in both directions; see README.md. */
export const startEpaySimulator = async (
  options: EpaySimulatorOptions = {},
): Promise<EpaySimulator> => {
  let port = options.port ?? 0;
  const { gateway, close } = openGateway(options, () => `http://127.0.0.1:${port}`);
  const server = createServer({ keepAlive: true }, async (request, response) => {
    try {
      const exchange = await readExchange(request);
      const reply = await answer(gateway, outage, exchange);
      const merchant = gateway.merchants.get(exchange.message.pid ?? '');
      gateway.later(merchant?.behaviour.replyDelayMillis ?? 0, () => sendReply(response, reply));
    } catch (error) {
      sendReply(response, html(String(error), error instanceof RangeError ? 413 : 500));
    }
  });
  const outage = (millis: number): void => {
    void shut(server);
    gateway.later(millis, () => void listen(server, port));
  };
  try {
    port = await listen(server, port);
  } catch (error) {
    close();
    throw error;
  }
  resumeNotifications(gateway);
  const [first] = gateway.merchants.values();
  if (!first) throw new Error('a gateway has at least one merchant');
  const account = accountOf(gateway, first);
  return {
    ...accounts(gateway),
    ...controls(gateway),
    pid: account.pid,
    key: account.key,
    get keys() {
      return account.keys;
    },
    url: gateway.baseUrl(),
    refuseConnections: () => shut(server),
    acceptConnections: async () => {
      await listen(server, port);
    },
    stop: async () => {
      close();
      await shut(server);
    },
  };
};

const accounts = (gateway: Gateway): Pick<EpaySimulator, 'accounts' | 'addMerchant'> => ({
  accounts: () => [...gateway.merchants.values()].map((merchant) => accountOf(gateway, merchant)),
  addMerchant: (merchant = {}) => {
    const opened = openMerchant(merchant, String(1001 + gateway.merchants.size));
    gateway.merchants.set(opened.pid, opened);
    return accountOf(gateway, opened);
  },
});

const accountOf = (
  { platformKeys }: Gateway,
  { pid, key, keyPair }: SimulatedMerchant,
): SimulatedAccount => ({
  pid,
  key,
  get keys() {
    return {
      merchantPrivateKey: keyPair().privateKey,
      platformPublicKey: platformKeys().publicKey,
    };
  },
});

type Controls = Pick<EpaySimulator, 'behave' | 'pay' | 'decline' | 'order' | 'books'>;

/** The same as the JSON interface under `/control/`, for tests and benches in the same process. */
const controls = (gateway: Gateway): Controls => {
  const withOrder = (outTradeNo: string, action: (order: SimulatedOrder) => boolean): boolean => {
    const order = gateway.books.find(outTradeNo);
    return order !== undefined && action(order);
  };
  return {
    behave: (pid, change) => {
      const merchant = gateway.merchants.get(pid);
      if (!merchant) throw new RangeError(`the simulator has no merchant ${pid}`);
      merchant.behaviour = { ...merchant.behaviour, ...change };
    },
    pay: (outTradeNo, { fen, byChance } = {}) =>
      withOrder(outTradeNo, (order) =>
        byChance ? decideAsBuyer(gateway, order) : payOrder(gateway, order, fen),
      ),
    decline: (outTradeNo) => withOrder(outTradeNo, (order) => declineOrder(gateway, order)),
    order: (outTradeNo) => gateway.books.find(outTradeNo),
    books: (pid) => booksOf(gateway, pid),
  };
};
