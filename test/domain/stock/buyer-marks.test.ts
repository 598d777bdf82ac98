import { describe, expect, it } from 'vitest';
import { buyerMarks } from '#shared/domain/stock/buyer-marks.ts';

const buyer = {
  contact: 'Li@Example.com ',
  buyerIp: '2001:DB8::1',
  buyerDevice: 'device-7',
};

describe('what a buyer is recognised by', () => {
  it('is what the shop counts by and what is known of them', () => {
    expect(buyerMarks(buyer, ['contact', 'ip', 'device'])).toEqual([
      'contact:li@example.com',
      'ip:2001:db8::1',
      'device:device-7',
    ]);
    expect(buyerMarks(buyer, ['device'])).toEqual(['device:device-7']);
    expect(buyerMarks(buyer, [])).toEqual([]);
  });

  it('is the same however the contact is written', () => {
    const marks = ['LI@EXAMPLE.COM', ' li@example.com', 'Li@Example.com\n'].flatMap((contact) =>
      buyerMarks({ ...buyer, contact }, ['contact']),
    );
    expect(new Set(marks).size).toBe(1);
  });

  it('is nothing for what is unknown or blank', () => {
    const nobody = { contact: undefined, buyerIp: undefined, buyerDevice: undefined };
    expect(buyerMarks(nobody, ['contact', 'ip', 'device'])).toEqual([]);
    expect(buyerMarks({ ...nobody, contact: '  ' }, ['contact'])).toEqual([]);
  });

  it('never mixes one kind with another', () => {
    const same = { contact: 'x', buyerIp: 'x', buyerDevice: 'x' };
    expect(new Set(buyerMarks(same, ['contact', 'ip', 'device'])).size).toBe(3);
  });
});
