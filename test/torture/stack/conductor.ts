import { setTimeout as pause } from 'node:timers/promises';
import { type FaultPhase, undone } from './fault-phases.ts';
import { addCards } from './open-shop.ts';
import type { Happening, Plan } from './plan.ts';
import type { Shop } from './shop.ts';

/** Lets happen what the plan says, when so many orders were begun. */
export interface Conductor {
  /** @returns whether the story can go on: not when the stack did not come up again */
  orderBegins(number: number): boolean;
  /** Resolves when all that was started has ended, with every fault off. */
  end(): Promise<void>;
}

/** A kill does not wait longer for somebody to pay. */
const LONGEST_WAIT_MILLIS = 5_000;

export const conduct = (shop: Shop, plan: Plan, progress: (line: string) => void): Conductor => {
  const started: Promise<void>[] = [];
  let isLost = false;
  const waiting: { readonly at: number; readonly run: () => Promise<void> }[] = [];
  const schedule = ({ atOrder, afterMillis }: Happening, run: () => Promise<void>): void => {
    waiting.push({
      at: atOrder,
      run: async () => {
        await pause(afterMillis);
        await run();
      },
    });
  };
  for (const { afterPaymentMillis, ...when } of plan.kills)
    schedule(when, async () => {
      if (afterPaymentMillis !== undefined) {
        await shop.nextPayment(LONGEST_WAIT_MILLIS);
        await pause(afterPaymentMillis);
      }
      progress(`kill ${shop.chronicle.kills + 1} after ${shop.chronicle.begun} orders`);
      return shop.kill();
    });
  for (const [index, { goods, cards, ...when }] of plan.imports.entries())
    schedule(when, () =>
      addCards(shop, shop.products[goods], { batch: `${goods}-later-${index + 1}`, cards }),
    );
  for (const { queue, millis, ...when } of plan.pauses)
    schedule(when, () => shop.pauseQueue(queue, millis));
  for (const phase of plan.faults) {
    schedule({ atOrder: phase.atOrder, afterMillis: 0 }, () => begin(shop, phase));
    schedule({ atOrder: phase.untilOrder, afterMillis: 0 }, () => finish(shop, phase));
  }
  const letHappen = (until: number): void => {
    for (const happening of waiting.filter(({ at }) => at <= until)) {
      waiting.splice(waiting.indexOf(happening), 1);
      const running = happening.run();
      running.catch(() => {
        isLost = true;
      });
      started.push(running);
    }
  };
  return {
    orderBegins: (number) => {
      letHappen(number);
      return !isLost;
    },
    end: async () => {
      await Promise.all(started);
      const rest = waiting.splice(0);
      await Promise.all(rest.map(({ run }) => run()));
      await everyFaultOff(shop, plan);
    },
  };
};

const begin = async (shop: Shop, { gateway, fault }: FaultPhase): Promise<void> => {
  shop.chronicle.noteFault(fault.name);
  if (fault.kind === 'outage') await shop.gateways.refuseConnections(gateway, fault.millis);
  else await shop.gateways.behave(gateway, fault.change);
};

/** A restart ends it too: gateways forget how they misbehaved, not what they know. */
const finish = async (shop: Shop, { gateway, fault }: FaultPhase): Promise<void> => {
  if (fault.kind === 'behaviour') await shop.gateways.behave(gateway, undone(fault.change));
};

const everyFaultOff = async (shop: Shop, { faults }: Plan): Promise<void> => {
  for (const phase of faults) await finish(shop, phase);
};
