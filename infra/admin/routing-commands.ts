import { rebuildLearning } from '#shared/application/routing/rebuild-learning.ts';
import { merchantIdSchema } from '#shared/domain/identity/ids.ts';
import { modeSchema } from '#shared/domain/identity/tenant.ts';
import { type Command, wrongOption } from './command.ts';

const MAX_DAYS = 3_650;
const DAY_MILLIS = 86_400_000;

/** What routing has learned. */
export const ROUTING_COMMANDS: Readonly<Record<string, Command>> = {
  'routing rebuild': {
    usage: '--merchant <id> --mode <test|live> [--days <n>]  learns channels anew from the orders',
    run: async ({ orders, learning, probes, runtime }, { merchant, mode, days }) => {
      const merchantId = merchantIdSchema.safeParse(merchant);
      if (!merchantId.success) throw wrongOption('merchant', 'must be a merchant id (mer_…)');
      const checkedMode = modeSchema.safeParse(mode);
      if (!checkedMode.success) throw wrongOption('mode', 'must be test or live');
      const count = days === undefined ? undefined : Number(days);
      if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= MAX_DAYS)) {
        throw wrongOption('days', `must be a whole number from 1 to ${MAX_DAYS}`);
      }
      const from =
        count === undefined ? {} : { from: new Date(runtime.now().getTime() - count * DAY_MILLIS) };
      const tenant = { merchantId: merchantId.data, mode: checkedMode.data };
      const result = await rebuildLearning(
        { orders: orders(), learning: learning(), probes: probes(), runtime },
        tenant,
        from,
      );
      return {
        merchant: tenant.merchantId,
        mode: tenant.mode,
        orders: `${result.orders}`,
        attempts: `${result.attempts}`,
        events: `${result.events}`,
      };
    },
  },
};
