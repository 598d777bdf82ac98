import type { ChannelRegistry } from '#shared/application/ports/channel-port.ts';
import type { ChannelReader } from '#shared/application/ports/channel-store.ts';
import type { DeliveryHook } from '#shared/application/ports/delivery-hook.ts';
import {
  type CallbackMessage,
  callbackMessageSchema,
  type FollowUpMessage,
  followUpMessageSchema,
  type WebhookMessage,
  webhookMessageSchema,
} from '#shared/contract/queues.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { money } from '#shared/domain/money/money.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { createMemoryDynamo, type MemoryDynamo } from '../memory/memory-dynamo.ts';
import type { Choices } from '../simulation/choices.ts';
import type { FaultOptions } from '../simulation/faults.ts';
import { MemoryQueue } from '../simulation/memory-queue.ts';
import type { Process, ProcessEnd } from '../simulation/process.ts';
import { Simulation } from '../simulation/simulation.ts';
import { errorOfFault } from './dynamo-errors.ts';
import { startFunctions } from './functions.ts';
import { type Services, servicesOf } from './invocation-services.ts';
import {
  PAPER_PROVIDERS,
  PaperBooks,
  type PaperPayment,
  type PaperProvider,
} from './paper-books.ts';
import { paperChannel } from './paper-channel.ts';
import { Postbox } from './postbox.ts';
import { drawSetting, type Setting } from './setting.ts';
import { accountKey, aProductOf, SHOP, testChannels, withNewAccount } from './shop.ts';
import { TestMerchant } from './test-merchant.ts';

/** A bug from history, put between the use cases and what they work with. */
export type Plant = (
  services: Services,
  place: { readonly world: World; readonly process: Process },
) => Services;

export interface WorldOptions {
  readonly choices: Choices;
  readonly faults: FaultOptions;
  readonly plants?: readonly Plant[];
  /** Overrules parts of what is drawn. */
  readonly setting?: Partial<Setting>;
}

/** How a request to one of our functions ended, as its caller sees it. */
export type Reply<Value> =
  | { readonly kind: 'answer'; readonly value: Value }
  | { readonly kind: 'error'; readonly error: unknown }
  /** The function died or was cut off: the caller cannot know what it did. */
  | { readonly kind: 'no_answer' };

/** One shop with its providers, its buyers' side and all of our functions, in one process and in virtual time. */
export class World {
  readonly simulation: Simulation;
  readonly setting: Setting;
  readonly plants: readonly Plant[];
  readonly dynamo: MemoryDynamo = createMemoryDynamo();
  readonly callbacks: MemoryQueue<CallbackMessage>;
  readonly followUps: MemoryQueue<FollowUpMessage>;
  readonly webhooks: MemoryQueue<WebhookMessage>;
  readonly merchant: TestMerchant;
  readonly postbox: Postbox;
  readonly tenant: Tenant = SHOP;
  readonly product: Product;
  channelList: readonly Channel[];
  readonly channels: ChannelReader;
  readonly registry: ChannelRegistry;
  readonly books: Readonly<Record<PaperProvider, PaperBooks>> = {
    paper: new PaperBooks(PAPER_PROVIDERS.paper),
    plain: new PaperBooks(PAPER_PROVIDERS.plain),
    stone: new PaperBooks(PAPER_PROVIDERS.stone),
  };
  /** Orders that the shop made, in the order of their making. */
  readonly orderIds: string[] = [];
  /** Cards that were ever put into stock. */
  readonly importedCards = new Set<string>();
  /** Orders that a person completed, or may have: they vouch for the money. */
  readonly completedByHand = new Set<string>();
  hookCalls = 0;

  constructor({ choices, faults, plants = [], setting = {} }: WorldOptions) {
    this.setting = { ...drawSetting(choices), ...setting };
    this.plants = plants;
    this.simulation = new Simulation({
      choices,
      faults,
      calmOrder: 'one_by_one',
      errors: { write: errorOfFault },
      maxSkewMillis: 1_500,
      // A buyer who comes back days later leaves time for thousands of follow-ups.
      stepLimit: 20_000,
    });
    this.callbacks = new MemoryQueue(this.simulation, 'callbacks', callbackMessageSchema);
    this.followUps = new MemoryQueue(this.simulation, 'follow-ups', followUpMessageSchema);
    this.webhooks = new MemoryQueue(this.simulation, 'webhooks', webhookMessageSchema);
    this.product = aProductOf(this.setting);
    this.channelList = testChannels(this.setting, this.product.price);
    this.channels = {
      list: async () => this.channelList,
      read: async (_tenant, id) => this.channelList.find((channel) => channel.id === id),
      findOwner: async (id) =>
        this.channelList.some((channel) => channel.id === id) ? SHOP : undefined,
    };
    this.registry = {
      providers: Object.keys(PORTS),
      load: async (provider) => PORTS[provider],
    };
    this.merchant = new TestMerchant(this, SHOP);
    this.postbox = new Postbox(this);
    startFunctions(this);
  }

  /** The books of the provider that an account is at. */
  readonly booksOf = (account: string): PaperBooks =>
    this.books[(this.channelOf(account)?.provider ?? 'paper') as PaperProvider];

  /** The channel that has an account, or had it before. */
  channelOf(account: string): Channel | undefined {
    return this.channelList.find(({ config, retiredAccounts = [] }) =>
      [config, ...retiredAccounts.map((retired) => retired.config)].some(
        (one) => one.account === account,
      ),
    );
  }

  /** The merchant puts another account in the place of a channel's present one. */
  replaceAccount(place: number): void {
    this.channelList = this.channelList.map((channel, index) =>
      index === place ? withNewAccount(channel, new Date(this.simulation.now())) : channel,
    );
  }

  readonly keyOf = accountKey;

  /** What every provider knows. */
  get payments(): PaperPayment[] {
    return Object.values(this.books).flatMap(({ payments }) => [...payments.values()]);
  }

  /** Calls one of our functions over HTTP: a process of its own, which may die. */
  invoke<Value>(
    name: string,
    body: (services: Services, process: Process) => Promise<Value>,
  ): Promise<Reply<Value>> {
    return new Promise((resolve) => {
      let reply: Reply<Value> = { kind: 'no_answer' };
      this.simulation.spawn(
        name,
        async (process) => {
          try {
            reply = { kind: 'answer', value: await body(servicesOf(this, process), process) };
          } catch (error) {
            reply = { kind: 'error', error };
          }
        },
        {
          deadlineMillis: 29_000,
          onEnd: ({ kind }: ProcessEnd) => resolve(kind === 'died' ? { kind: 'no_answer' } : reply),
        },
      );
    });
  }

  /** The merchant's delivery hook: supplies content, or is busy. */
  hookFor(process: Process): DeliveryHook {
    return {
      ask: async ({ messageId }) => {
        try {
          return await process.step({ kind: 'call', label: 'hook' }, () => {
            this.hookCalls += 1;
            return this.simulation.choices.chance('the hook is busy', 4)
              ? { kind: 'answered' as const, status: 503, body: '' }
              : {
                  kind: 'answered' as const,
                  status: 200,
                  body: JSON.stringify({ content: `content of ${messageId}` }),
                };
          });
        } catch {
          return { kind: 'failed', detail: 'no answer' };
        }
      },
    };
  }

  price(orders = 1): ReturnType<typeof money> {
    return money('CNY', this.product.price.minor * BigInt(orders));
  }
}

const PORTS = Object.fromEntries(
  Object.entries(PAPER_PROVIDERS).map(([name, habits]) => [name, paperChannel(name, habits)]),
);
