import type { EvmContext, TronContext, UsdtContext } from './config.ts';
import { evmLedger } from './evm/ledger.ts';
import type { Ledger } from './ledger.ts';
import { tronLedger } from './tron/ledger.ts';

/** The chain that the settings name. */
export const openLedger = (context: UsdtContext): Ledger =>
  isTron(context) ? tronLedger(context) : evmLedger(context as EvmContext);

const isTron = (context: UsdtContext): context is TronContext => context.config.network === 'trc20';
