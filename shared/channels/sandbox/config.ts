import { z } from 'zod';
import type { ChannelContext } from '../channel.ts';

export const sandboxConfigSchema = z.strictObject({
  /** A name of your own for this account. */
  account: z.string().trim().min(1).max(60),
});
export type SandboxConfig = z.infer<typeof sandboxConfigSchema>;

export const sandboxCredentialsSchema = z.strictObject({
  /** Signs the notifications that you send yourself. Any secret of your own. */
  key: z.string().trim().min(16).max(256),
});
export type SandboxCredentials = z.infer<typeof sandboxCredentialsSchema>;

export type SandboxContext = ChannelContext<SandboxConfig, SandboxCredentials>;

export const TEST_MODE_ONLY = 'the sandbox takes no real money: it works in test mode only';
