import type { PaymentMethod } from '../../domain/channels/channel.ts';

/** What is known of a network that carries USDT. README.md has the sources. */
interface Network {
  readonly method: PaymentMethod;
  /** As buyers know it. */
  readonly name: string;
  /** The token's contract. Tokens are told apart by it alone: everybody may name a token "USDT". */
  readonly contract: string;
  /** How many decimals the token counts. */
  readonly decimals: number;
  /** An older newest block means that the chain, or who is asked about it, stands still. */
  readonly maxHeadAgeSeconds: number;
}

/** What is needed beside to read a chain of Ethereum's kind. */
interface EvmNetwork extends Network {
  readonly chainId: number;
  /** Blocks, that of the transfer among them, after which a transfer is taken for final. */
  readonly confirmations: number;
  /** About: where to begin looking for the block of a time. */
  readonly blockSeconds: number;
  /** Between two looks. */
  readonly pauseSeconds: number;
}

export const TRON: Network = {
  method: 'usdt_trc20',
  name: 'TRC20',
  contract: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
  decimals: 6,
  // Of solidified blocks, which are about a minute old.
  maxHeadAgeSeconds: 300,
};

export const EVM: Readonly<Record<'erc20' | 'bep20', EvmNetwork>> = {
  erc20: {
    method: 'usdt_erc20',
    name: 'ERC20',
    contract: '0xdAC17F958D2ee523a2206206994597C13D831ec7',
    decimals: 6,
    maxHeadAgeSeconds: 180,
    chainId: 1,
    confirmations: 12,
    blockSeconds: 12,
    pauseSeconds: 12,
  },
  bep20: {
    method: 'usdt_bep20',
    name: 'BEP20',
    contract: '0x55d398326f99059fF775485246999027B3197955',
    decimals: 18,
    maxHeadAgeSeconds: 60,
    chainId: 56,
    confirmations: 15,
    blockSeconds: 0.45,
    pauseSeconds: 6,
  },
};

export const NETWORKS: Readonly<Record<'trc20' | 'erc20' | 'bep20', Network>> = {
  trc20: TRON,
  ...EVM,
};
