import type { EpayHabits } from './habits.ts';

/** A gateway's amount in fen; `undefined` for what the engine calls 金额不合法. */
export const fenOf = (money: string): number | undefined => {
  const match = /^(\d{1,8})(?:\.(\d{1,2})0*)?$/.exec(money);
  if (!match) return undefined;
  const fen = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return fen > 0 ? fen : undefined;
};

/** Money as gateways of different make spell it. */
export const spellFen = (fen: number, spelling: EpayHabits['moneyAs'], asSent: string): string => {
  switch (spelling) {
    case 'php_float':
      return String(fen / 100);
    case 'two_decimals':
      return yuan(fen);
    case 'four_decimals':
      return (fen / 100).toFixed(4);
    case 'as_sent':
      return fenOf(asSent) === fen ? asSent : yuan(fen);
  }
};

export const yuan = (fen: number): string => (fen / 100).toFixed(2);
