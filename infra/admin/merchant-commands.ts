import { createApiKey } from '#shared/application/merchants/create-api-key.ts';
import { createMerchant } from '#shared/application/merchants/create-merchant.ts';
import { revokeApiKey, rotateApiKey } from '#shared/application/merchants/end-api-key.ts';
import { apiKeyIdSchema, merchantIdSchema } from '#shared/domain/identity/ids.ts';
import { modeSchema } from '#shared/domain/identity/tenant.ts';
import type { ApiKey } from '#shared/domain/merchants/merchant.ts';
import { type Command, type CommandOptions, wrongOption } from './command.ts';

const DEFAULT_OVERLAP_HOURS = 24;
const MAX_OVERLAP_HOURS = 30 * 24;

const merchantOf = ({ merchant }: CommandOptions): string => {
  const id = merchantIdSchema.safeParse(merchant);
  if (!id.success)
    throw wrongOption('merchant', 'must be a merchant id (mer_…); "merchants list" shows them');
  return id.data;
};

const keyOf = ({ key }: CommandOptions): string => {
  const id = apiKeyIdSchema.safeParse(key);
  if (!id.success)
    throw wrongOption('key', 'must be the id of an API key (key_…); "keys list" shows them');
  return id.data;
};

const overlapOf = ({ overlapHours }: CommandOptions): number => {
  if (overlapHours === undefined) return DEFAULT_OVERLAP_HOURS;
  const hours = Number(overlapHours);
  if (!(hours >= 0 && hours <= MAX_OVERLAP_HOURS))
    throw wrongOption('overlap-hours', `must be 0 to ${MAX_OVERLAP_HOURS}`);
  return hours;
};

const shown = (key: ApiKey): Record<string, string> => ({
  id: key.id,
  mode: key.mode,
  label: key.label,
  begins_with: key.hint,
  created_at: key.createdAt,
  ends_at: key.endsAt ?? '-',
});

/** Merchants and their API keys. */
export const MERCHANT_COMMANDS: Readonly<Record<string, Command>> = {
  'merchants create': {
    usage: '--name <name>                          opens an account for a shop owner',
    run: async (connection, { name }) => {
      const trimmed = name?.trim();
      if (!trimmed || trimmed.length > 100)
        throw wrongOption('name', 'must have 1 to 100 characters');
      const { id, createdAt } = await createMerchant(connection, { name: trimmed });
      return { id, name: trimmed, created_at: createdAt };
    },
  },
  'merchants list': {
    usage: '                                       lists every merchant',
    run: async ({ merchants }) =>
      (await merchants.list()).map(({ id, name, createdAt }) => ({
        id,
        name,
        created_at: createdAt,
      })),
  },
  'keys create': {
    usage:
      '--merchant <mer_…> --mode test|live [--label <text>]   makes an API key; it is shown once',
    run: async (connection, options) => {
      const mode = modeSchema.safeParse(options.mode);
      if (!mode.success) throw wrongOption('mode', 'must be test or live');
      const { key, secret } = await createApiKey(connection, {
        merchantId: merchantOf(options),
        mode: mode.data,
        label: (options.label ?? '').slice(0, 100),
      });
      return { ...shown(key), secret };
    },
  },
  'keys list': {
    usage: '--merchant <mer_…>                     lists a merchant’s API keys',
    run: async ({ merchants }, options) =>
      (await merchants.listKeys(merchantOf(options))).map(shown),
  },
  'keys rotate': {
    usage:
      '--merchant <mer_…> --key <key_…> [--overlap-hours 24]  makes a successor; the old key works until the overlap ends',
    run: async (connection, options) => {
      const { key, secret, old } = await rotateApiKey(connection, {
        merchantId: merchantOf(options),
        keyId: keyOf(options),
        overlapHours: overlapOf(options),
      });
      return { ...shown(key), secret, old_key: old.id, old_key_ends_at: old.endsAt ?? '-' };
    },
  },
  'keys revoke': {
    usage:
      '--merchant <mer_…> --key <key_…>       ends a key at once (warm functions notice within 10 seconds)',
    run: async (connection, options) =>
      shown(
        await revokeApiKey(connection, { merchantId: merchantOf(options), keyId: keyOf(options) }),
      ),
  },
};
