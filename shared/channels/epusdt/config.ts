import { z } from 'zod';
import type { ChannelContext } from '../channel.ts';
import { providerAddress } from '../wire/provider-address.ts';

/** What BEpusdt converts from. */
export const FIATS = ['CNY', 'USD', 'EUR', 'GBP', 'JPY'] as const;

export const epusdtConfigSchema = z.strictObject({
  /** The gateway's address. */
  gatewayUrl: providerAddress,
  /** `epusdt`: the original gateway, TRC20 only. `bepusdt`: its successor with more networks, a query and a cancellation. */
  dialect: z.enum(['epusdt', 'bepusdt']),
  /** What prices are in. BEpusdt only; its notifications do not name it. Default: CNY. */
  fiat: z.enum(FIATS).optional(),
});
export type EpusdtConfig = z.infer<typeof epusdtConfigSchema>;

export const epusdtCredentialsSchema = z.strictObject({
  /** The gateway's API token (`api_auth_token`, 对接令牌): signs in both directions. */
  apiToken: z.string().trim().min(8).max(256),
});
export type EpusdtCredentials = z.infer<typeof epusdtCredentialsSchema>;

/** What an account's prices are in. */
export const currencyOf = ({ dialect, fiat }: EpusdtConfig): (typeof FIATS)[number] =>
  dialect === 'epusdt' ? 'CNY' : (fiat ?? 'CNY');

export const configProblems = ({ dialect, fiat }: EpusdtConfig) =>
  dialect === 'epusdt' && fiat !== undefined && fiat !== 'CNY'
    ? [{ param: 'config.fiat', message: 'Epusdt converts from CNY only. Use BEpusdt for others.' }]
    : [];

export type EpusdtContext = ChannelContext<EpusdtConfig, EpusdtCredentials>;
