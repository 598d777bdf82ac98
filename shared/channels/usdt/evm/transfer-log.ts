import { z } from 'zod';
import { addressOfTopic } from './address.ts';
import { hash, quantity } from './chain.ts';

/** keccak256("Transfer(address,address,uint256)"): the same event for TRC20. */
export const TRANSFER_TOPIC = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

export const logSchema = z.object({
  address: z.string(),
  topics: z.array(z.string()),
  data: z.string(),
  blockNumber: quantity,
  blockHash: hash,
  transactionHash: hash,
  logIndex: quantity,
  removed: z.boolean().optional(),
});
export type Log = z.infer<typeof logSchema>;

/**
 * The transfer in an event, if it is one: exactly three topics, so that the same event of another standard (ERC721 has
 * four) is none, and exactly one word of data.
 */
export const decodeTransfer = ({
  topics,
  data,
}: Pick<Log, 'topics' | 'data'>): { from: string; to: string; units: bigint } | undefined => {
  const [event, sender = '', receiver = ''] = topics;
  if (topics.length !== 3 || event?.toLowerCase() !== TRANSFER_TOPIC) return undefined;
  if (!/^0x[0-9a-f]{64}$/i.test(data)) return undefined;
  const from = addressOfTopic(sender);
  const to = addressOfTopic(receiver);
  return from === undefined || to === undefined ? undefined : { from, to, units: BigInt(data) };
};

export const isOf = (contract: string, { address }: Pick<Log, 'address'>): boolean =>
  address.toLowerCase() === contract.toLowerCase();
