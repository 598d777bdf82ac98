import { deflateSync } from 'node:zlib';
import type { SimulatedPayment, SimulatedRefund } from '../kit/books.ts';
import type { Reply } from '../kit/exchange.ts';
import { answer, type Call } from './call.ts';
import type { UnionpayDesk } from './keys.ts';
import { noteOf } from './refunds.ts';
import { zipped } from './zip.ts';

/** Beijing time, and the hour between the settlement day's end at 23:00 and midnight. */
const SETTLEMENT_OFFSET_MILLIS = 9 * 3_600_000;
/** Fee of the simulated contract. */
const FEE_BASIS_POINTS = 60;

/** Widths of a ZM line's fields, each followed by a space. */
const WIDTHS = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15,
  1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1, 131,
] as const;

const settlementDay = (millis: number): string =>
  new Date(millis + SETTLEMENT_OFFSET_MILLIS).toISOString().slice(0, 10);

interface Movement {
  readonly payment: SimulatedPayment;
  readonly refund?: SimulatedRefund;
  readonly atMillis: number;
}

const movementsOf = (
  { books }: UnionpayDesk,
  { merchant, fields }: Call,
  day: (millis: number) => boolean,
): Movement[] =>
  books
    .payments(merchant.id)
    .filter(({ state, extra }) => state === 'paid' && extra.merId === fields.merId)
    .flatMap((payment): Movement[] => [
      { payment, atMillis: payment.paidAtMillis },
      ...payment.refunds
        .filter(({ state }) => state === 'done')
        .map((refund) => ({ payment, refund, atMillis: refund.createdAtMillis })),
    ])
    .filter(({ atMillis }) => day(atMillis));

const amount = (minor: number, width: number): string => String(minor).padStart(width, '0');

/** A field's number, counted from 1, and its text. */
const contentOf = ({ payment, refund }: Movement): Readonly<Record<number, string>> => {
  const { extra, reference, number, paidMinor } = payment;
  const note = refund && noteOf(payment, refund);
  const minor = refund?.minor ?? paidMinor;
  const fee = refund ? 0 : Math.round((minor * FEE_BASIS_POINTS) / 10_000);
  const side = refund ? 'D' : 'C';
  return {
    1: 'S22',
    5: String(note?.txnTime ?? extra.txnTime).slice(4),
    7: amount(minor, 12),
    10: refund?.reference ?? reference,
    12: refund?.number ?? number,
    16: `D${amount(fee, 12)}`,
    17: `${side}${amount(minor - fee, 12)}`,
    20: note?.txnType ?? '01',
    21: refund ? '00' : '01',
    22: String(extra.bizType),
    27: refund ? reference : '',
    28: String(extra.merId),
  };
};

const line = (movement: Movement): string => {
  const content = contentOf(movement);
  return WIDTHS.map((width, at) => `${(content[at + 1] ?? '').padEnd(width)} `).join('');
};

/** 76-01: the day's file, once the day is over. */
export const handOutFile = (desk: UnionpayDesk, call: Call): Reply => {
  const { settleDate = '', merId = '', fileType } = call.fields;
  const { habits } = call.merchant.behaviour;
  const day = (millis: number) => settlementDay(millis).slice(5).replace('-', '') === settleDate;
  const movements = movementsOf(desk, call, day);
  const isOver = !day(Date.now()) || habits.filesOfToday === true;
  if (fileType !== '00' || !isOver || movements.length === 0) return answer(desk, call, '98');
  const year = settlementDay(movements[0]?.atMillis ?? 0).slice(2, 4);
  const name = `INN${year}${settleDate}88ZM_${merId}`;
  const file = zipped(name, Buffer.from(movements.map((one) => `${line(one)}\r\n`).join('')));
  const content = deflateSync(file).toString('base64');
  return answer(desk, call, '00', {
    settleDate,
    fileName: `${merId}_20${year}${settleDate}.zip`,
    fileContent:
      habits.filesCutShort === true ? content.slice(0, Math.floor(content.length / 2)) : content,
  });
};
