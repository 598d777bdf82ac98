import { createServer } from 'node:http';
import { type Behaviour, GOOD_BEHAVIOUR, withChange } from './behaviour.ts';
import { Books, type SentNotification, type SimulatedPayment } from './books.ts';
import { decideAsBuyer, decline, payAsBuyer } from './buyer.ts';
import { answerControl, booksOf } from './control.ts';
import { html, type Reply, readRequest, type SimulatedRequest, sendReply } from './exchange.ts';
import { listen, shut } from './listener.ts';
import { Notifier } from './notifier.ts';
import { payRoute } from './pay-route.ts';
import type { ChannelSetup, Desk, News, SimulatedMerchant, Simulation } from './simulation.ts';

/** What has to be kept for a simulator to be the same after a restart; JSON. */
export interface SimulatorKeys<Keys = unknown, Platform = unknown> {
  readonly platform: Platform;
  readonly merchants: readonly { readonly id: string; readonly keys: Keys }[];
}

export interface SimulatorOptions<Keys, Platform> {
  /** 0 (default) takes a free port. */
  readonly port?: number;
  /** Default: fresh ones, with one merchant. */
  readonly keys?: SimulatorKeys<Keys, Platform>;
  /** Of every merchant, over the good one. */
  readonly behaviour?: Partial<Behaviour>;
  /** Default: the provider's own patience. */
  readonly retrySeconds?: readonly number[];
  /** Keeps the books across restarts and crashes; unacknowledged notifications go on after a restart. */
  readonly stateFile?: string;
  readonly random?: () => number;
}

/** A running simulator. The same as the JSON interface under `/control/`, for tests in the same process. */
export interface Simulator<Keys = unknown> {
  readonly provider: string;
  readonly url: string;
  merchants(): readonly SimulatedMerchant<Keys>[];
  /** What merchants enter at Arteria; of one merchant when it is named. */
  channels(merchantId?: string): readonly ChannelSetup[];
  addMerchant(behaviour?: Partial<Behaviour>): SimulatedMerchant<Keys>;
  /** Default: the first merchant. */
  behave(change: Partial<Behaviour>, merchantId?: string): void;
  /** The buyer pays (`minor`: another amount than asked). `false`: there is nothing to pay. */
  pay(number: string, options?: { minor?: number; byChance?: boolean }): boolean;
  decline(number: string): boolean;
  payment(number: string): SimulatedPayment | undefined;
  notify(number: string, about?: News['about']): Promise<SentNotification | undefined>;
  books(merchantId?: string): ReturnType<typeof booksOf>;
  refuseConnections(): Promise<void>;
  acceptConnections(): Promise<void>;
  stop(): Promise<void>;
}

/** Keys for a new simulator with so many merchants. */
export const makeSimulatorKeys = async <Keys, Platform>(
  simulation: Simulation<Keys, Platform>,
  merchants = 1,
): Promise<SimulatorKeys<Keys, Platform>> => {
  const platform = await simulation.makePlatform();
  return {
    platform,
    merchants: Array.from({ length: merchants }, (_, at) =>
      simulation.makeMerchant(at + 1, platform),
    ),
  };
};

/** Starts a provider on loopback that speaks its real wire in both directions. */
export const startSimulator = async <Keys, Platform>(
  simulation: Simulation<Keys, Platform>,
  options: SimulatorOptions<Keys, Platform> = {},
): Promise<Simulator<Keys>> => {
  const { platform, merchants: kept } = options.keys ?? (await makeSimulatorKeys(simulation));
  const timers = openTimers();
  const books = new Books(options.stateFile);
  const merchants = new Map<string, SimulatedMerchant<Keys>>(
    kept.map((merchant) => [merchant.id, opened(merchant, options.behaviour)]),
  );
  let port = options.port ?? 0;
  const notifier: Notifier = new Notifier({
    books,
    merchantOf: ({ merchant }) => merchants.get(merchant),
    compose: (news) => simulation.compose(desk, news),
    isAcknowledged: (reply) => simulation.isAcknowledged(reply),
    retrySeconds: options.retrySeconds ?? simulation.retrySeconds,
    later: timers.later,
  });
  const desk: Desk<Keys, Platform> = {
    merchants,
    platform,
    books,
    baseUrl: () => `http://127.0.0.1:${port}`,
    random: options.random ?? Math.random,
    later: timers.later,
    notify: (payment, about, refund) => notifier.start({ payment, about, refund }),
  };
  const server = createServer({ keepAlive: true }, async (incoming, response) => {
    try {
      const request = await readRequest(incoming);
      const reply = await answer(request);
      const behaviour = merchants.get(simulation.merchantOf?.(desk, request) ?? '')?.behaviour;
      timers.later(behaviour?.replyDelayMillis ?? 0, () => sendReply(response, reply));
    } catch (error) {
      sendReply(response, html(String(error), error instanceof RangeError ? 413 : 500));
    }
  });
  const outage = (millis: number): void => {
    void shut(server);
    timers.later(millis, () => void listen(server, port));
  };
  const answer = async (request: SimulatedRequest): Promise<Reply> => {
    if (request.path.startsWith('/control/'))
      return answerControl({ simulation, desk, notifier, outage }, request);
    if (request.path.startsWith('/buyer/')) return payRoute(simulation, desk, request);
    return (await simulation.answer(desk, request)) ?? html('Not Found', 404);
  };
  try {
    port = await listen(server, port);
  } catch (error) {
    timers.stop();
    books.close();
    throw error;
  }
  resumeNotifications(desk);
  return {
    provider: simulation.provider,
    url: desk.baseUrl(),
    ...controls(simulation, desk, notifier),
    ...accounts(simulation, desk, merchants),
    refuseConnections: () => shut(server),
    acceptConnections: async () => {
      await listen(server, port);
    },
    stop: async () => {
      timers.stop();
      notifier.stop();
      books.close();
      await shut(server);
    },
  };
};

const opened = <Keys>(
  { id, keys }: { readonly id: string; readonly keys: Keys },
  behaviour: Partial<Behaviour> = {},
): SimulatedMerchant<Keys> => ({
  id,
  keys,
  habits: behaviour.habits ?? {},
  behaviour: { ...GOOD_BEHAVIOUR, ...behaviour },
});

const openTimers = () => {
  const timers = new Set<NodeJS.Timeout>();
  let isStopped = false;
  return {
    later: (millis: number, action: () => void): void => {
      if (isStopped) return;
      if (millis <= 0) {
        action();
        return;
      }
      const timer = setTimeout(() => {
        timers.delete(timer);
        action();
      }, millis);
      timers.add(timer);
    },
    stop: (): void => {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
};

/** After a restart the merchants still have to hear of what was paid. */
const resumeNotifications = ({ books, notify }: Pick<Desk, 'books' | 'notify'>): void => {
  for (const payment of books.payments())
    if (payment.state === 'paid' && !payment.acknowledged) notify(payment, 'payment');
};

const controls = <Keys, Platform>(
  simulation: Simulation<Keys, Platform>,
  desk: Desk<Keys, Platform>,
  notifier: Notifier,
): Pick<Simulator, 'pay' | 'decline' | 'payment' | 'notify' | 'books'> => ({
  pay: (number, { minor, byChance } = {}) => {
    const payment = desk.books.find(number);
    if (!payment) return false;
    return byChance
      ? decideAsBuyer(simulation, desk, payment)
      : payAsBuyer(simulation, desk, payment, minor);
  },
  decline: (number) => {
    const payment = desk.books.find(number);
    return payment !== undefined && decline(desk, payment);
  },
  payment: (number) => desk.books.find(number),
  notify: async (number, about = 'payment') => {
    const payment = desk.books.find(number);
    return payment && notifier.send({ payment, about, refund: payment.refunds.at(-1) });
  },
  books: (merchantId) => booksOf(desk, merchantId),
});

const accounts = <Keys, Platform>(
  simulation: Simulation<Keys, Platform>,
  desk: Desk<Keys, Platform>,
  merchants: Map<string, SimulatedMerchant<Keys>>,
): Pick<Simulator<Keys>, 'merchants' | 'channels' | 'addMerchant' | 'behave'> => ({
  merchants: () => [...merchants.values()],
  channels: (merchantId) =>
    [...merchants.values()]
      .filter(({ id }) => merchantId === undefined || id === merchantId)
      .flatMap((merchant) => simulation.channels(merchant, desk.platform, desk.baseUrl())),
  addMerchant: (behaviour) => {
    const made = simulation.makeMerchant(merchants.size + 1, desk.platform);
    const merchant = opened(made, behaviour);
    merchants.set(merchant.id, merchant);
    return merchant;
  },
  behave: (change, merchantId) => {
    const merchant =
      merchantId === undefined ? [...merchants.values()][0] : merchants.get(merchantId);
    if (!merchant) throw new RangeError(`the simulator has no merchant ${merchantId}`);
    merchant.behaviour = withChange(merchant.behaviour, change, merchant.habits);
  },
});
