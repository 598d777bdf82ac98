import type { QueueName } from './queues.ts';
import type { TableName } from './tables.ts';

/** One step of a payment, from the order to the books. */
export interface FlowStep {
  readonly step: number;
  /** Folder in functions/, prefix in shared/application/, word in logs and metrics. */
  readonly stages: readonly string[];
  /** What starts it. */
  readonly trigger: string;
  readonly happens: string;
  /** Files in functions/; none when the step runs inside another step's handler or does not exist yet. */
  readonly handlers: readonly string[];
  /** Files in shared/application/. */
  readonly useCases: readonly string[];
  readonly tables: readonly TableName[];
  readonly queues: readonly QueueName[];
  readonly written: string;
}

/** One payment in nine steps: the map of this repository. */
export const FLOW: readonly FlowStep[] = [
  {
    step: 1,
    stages: ['orders'],
    trigger: '`POST /v1/orders`',
    happens: 'The order is created and its cards are reserved.',
    handlers: ['orders/create-order.ts'],
    useCases: ['orders/create-order.ts'],
    tables: ['orders', 'inventory'],
    queues: [],
    written: 'order `awaiting_payment` and the cards it holds, in one transaction',
  },
  {
    step: 2,
    stages: ['routing'],
    trigger: 'inside step 3',
    happens: 'The channels that may take the payment are ranked, each with reasons.',
    handlers: [],
    useCases: ['routing/route-payment.ts'],
    tables: ['channels'],
    queues: [],
    written: 'nothing; the reasons go on the attempt',
  },
  {
    step: 3,
    stages: ['checkout', 'pages'],
    trigger: '`POST /checkout/{token}/attempts`, `POST /checkout/{token}/pay`',
    happens:
      'The attempt is recorded, then the provider is called; the attempt is the provider’s order number.',
    handlers: ['checkout/create-attempt.ts', 'pages/checkout/pay-checkout.ts'],
    useCases: ['checkout/create-attempt.ts', 'checkout/submit-attempt.ts'],
    tables: ['orders', 'channels'],
    queues: [],
    written: 'attempt `submitted` and the reserved cap before the call, the outcome after it',
  },
  {
    step: 4,
    stages: ['callbacks'],
    trigger:
      '`GET|POST /callbacks/{provider}/{channelId}`; every minute for public ledgers, which notify nobody',
    happens:
      'The raw bytes are verified with that channel’s key, queued, and answered in the provider’s words. What a watched ledger shows is queued likewise.',
    handlers: ['callbacks/receive.handler.ts', 'callbacks/watch.handler.ts'],
    useCases: ['callbacks/receive-callback.ts', 'callbacks/watch-ledgers.ts'],
    tables: ['channels'],
    queues: ['callbacks'],
    written: 'a message; how far a ledger was seen',
  },
  {
    step: 5,
    stages: ['callbacks', 'orders', 'pages', 'checkout'],
    trigger:
      'queue `callbacks`; queue `follow-ups` for payments that nobody reported; `GET|POST /checkout/{token}/return` and `POST /checkout/{token}/attempts/{attemptId}/code` while the buyer waits',
    happens:
      'The order’s state machine takes the event; a payment of several steps is taken one on before. A payment that is not plain waits for cards, goes back or asks a person, as the shop’s policies say; so do refunds and disputes that nobody here began. What proves nothing has the provider asked.',
    handlers: [
      'callbacks/apply.handler.ts',
      'orders/follow-up.handler.ts',
      'pages/checkout/return-routes.ts',
      'checkout/enter-code.ts',
    ],
    useCases: [
      'callbacks/apply-callback.ts',
      'orders/handle-follow-up.ts',
      'orders/proceed-attempt.ts',
    ],
    tables: ['orders', 'inventory', 'channels', 'merchants'],
    queues: ['follow-ups'],
    written: 'attempt, order `paid` and `delivered`, cards sold, outbox: one transaction',
  },
  {
    step: 6,
    stages: ['orders'],
    trigger: 'stream of the orders table; every minute for what the stream missed',
    happens: 'The outbox is passed on.',
    handlers: ['orders/relay.handler.ts', 'orders/sweep.handler.ts'],
    useCases: ['orders/relay.ts', 'orders/sweep.ts'],
    tables: ['orders', 'merchants'],
    queues: ['webhooks', 'follow-ups'],
    written: 'messages and the event’s record; the outbox item goes away',
  },
  {
    step: 7,
    stages: ['webhooks'],
    trigger: 'queue `webhooks`; every minute for what is due again',
    happens: 'The merchant gets a signed message, again and again until it is taken.',
    handlers: ['webhooks/send.handler.ts', 'webhooks/sweep.handler.ts'],
    useCases: ['webhooks/handle-webhook-message.ts', 'webhooks/sweep-webhooks.ts'],
    tables: ['merchants'],
    queues: ['webhooks'],
    written: 'the delivery and each try',
  },
  {
    step: 8,
    stages: ['routing'],
    trigger: 'stream of the orders table, attempts only',
    happens:
      'What became of the attempt is learned: the channel’s health, the model’s weights, the buyer’s habit, the rules’ hits.',
    handlers: ['routing/learn.handler.ts'],
    useCases: ['routing/learn.ts'],
    tables: ['orders', 'channels'],
    queues: [],
    written: 'events, snapshot and, each half minute, weights: one transaction a batch and tenant',
  },
  {
    step: 9,
    stages: ['reconciliation'],
    trigger: 'comes with reconciliation',
    happens: 'The channel’s statement agrees, or a case is opened.',
    handlers: [],
    useCases: [],
    tables: [],
    queues: [],
    written: '',
  },
];
