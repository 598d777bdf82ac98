import { type EvmContext, settingsOf } from '../config.ts';
import { failed, type Head, type LedgerFailure } from '../ledger.ts';
import { readHeads } from './chain.ts';
import { callNode } from './client.ts';

/** The call of `decimals()`. */
const DECIMALS = '0x313ce567';

/** The chain goes on and is the right one, and the contract counts as the settings say: else amounts would be wrong. */
export const check = async (context: EvmContext): Promise<Head | LedgerFailure> => {
  const heads = await readHeads(context);
  if (heads.kind === 'failed') return heads;
  const { contract, decimals } = settingsOf(context.config);
  const answer = await callNode(context, [
    { method: 'eth_call', params: [{ to: contract, data: DECIMALS }, 'latest'] },
  ]);
  if (answer.kind === 'failed') return answer;
  const [result] = answer.results;
  const word = result?.kind === 'result' ? result.value : undefined;
  if (typeof word !== 'string' || !/^0x[0-9a-f]{64}$/i.test(word))
    return failed(`there is no token at ${contract}`);
  if (BigInt(word) !== BigInt(decimals))
    return failed(`the token counts ${BigInt(word)} decimals, not ${decimals}`);
  return { kind: 'head', number: heads.newest.number, at: heads.newest.at };
};
