import type { Command } from './command.ts';
import { MERCHANT_COMMANDS } from './merchant-commands.ts';
import { QUEUE_COMMANDS } from './queue-commands.ts';
import { ROUTING_COMMANDS } from './routing-commands.ts';

/** `<noun> <verb>` → what it does. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  ...MERCHANT_COMMANDS,
  ...QUEUE_COMMANDS,
  ...ROUTING_COMMANDS,
};
