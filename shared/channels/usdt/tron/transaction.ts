import { z } from 'zod';
import { settingsOf, type TronContext, watchedAddresses } from '../config.ts';
import { canBePayment, failed, type LedgerFailure, type Transfer } from '../ledger.ts';
import { tronAddress, tronAddressBytes } from './address.ts';
import { askGrid, millis } from './client.ts';

/** keccak256("Transfer(address,address,uint256)"), without the `0x` that TRON's nodes leave out. */
const TRANSFER_TOPIC = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

const logSchema = z.object({
  /** 20 bytes in hex. */
  address: z.string(),
  topics: z.array(z.string()).default([]),
  data: z.string().default(''),
});

/** Empty for a transaction that no solidified block has. */
const infoSchema = z.union([
  z.object({
    id: z.string(),
    blockNumber: z.int(),
    blockTimeStamp: millis,
    /** `SUCCESS`, or why the contract failed. */
    receipt: z.object({ result: z.string().optional() }).default({}),
    /** `FAILED`; absent otherwise. */
    result: z.string().optional(),
    log: z.array(logSchema).default([]),
  }),
  z.strictObject({}),
]);

/**
 * What a solidified block says of a transaction: it can no longer vanish.
 *
 * @returns the token's transfers to us; `undefined`: no solidified block has it
 */
export const readTransaction = async (
  context: TronContext,
  transactionId: string,
): Promise<
  { readonly kind: 'read'; readonly transfers: Transfer[] | undefined } | LedgerFailure
> => {
  const asked = await askGrid(context, {
    path: 'walletsolidity/gettransactioninfobyid',
    body: { value: transactionId },
    schema: infoSchema,
  });
  if (asked.kind === 'failed') return asked;
  const info = asked.answer;
  if (!('id' in info)) return { kind: 'read', transfers: undefined };
  if (info.id !== transactionId) return failed('the node answered about another transaction');
  const isGood = info.receipt.result === 'SUCCESS' && info.result !== 'FAILED';
  return {
    kind: 'read',
    transfers: isGood
      ? info.log.flatMap((log, index) => {
          const transfer = decodeTransfer(context, log);
          return transfer
            ? [
                {
                  ...transfer,
                  hash: transactionId,
                  index,
                  blockNumber: BigInt(info.blockNumber),
                  at: new Date(info.blockTimeStamp),
                  isFinal: true,
                },
              ]
            : [];
        })
      : [],
  };
};

const decodeTransfer = (
  { config }: TronContext,
  { address, topics, data }: z.infer<typeof logSchema>,
): Pick<Transfer, 'from' | 'to' | 'units'> | undefined => {
  const contract = tronAddressBytes(settingsOf(config).contract);
  const [event, sender = '', receiver = ''] = topics;
  const isTransfer =
    address.toLowerCase() === contract && topics.length === 3 && event === TRANSFER_TOPIC;
  if (!isTransfer || !/^[0-9a-f]{64}$/i.test(data)) return undefined;
  const from = addressOfTopic(sender);
  const to = addressOfTopic(receiver);
  if (from === undefined || to === undefined || !watchedAddresses(config).includes(to))
    return undefined;
  const transfer = { from, to, units: BigInt(`0x${data}`) };
  return canBePayment(config, transfer) ? transfer : undefined;
};

const addressOfTopic = (topic: string): string | undefined =>
  /^0{24}[0-9a-f]{40}$/i.test(topic) ? tronAddress(topic.slice(24)) : undefined;
