import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buyerContactSchema,
  contactChange,
  isSameContact,
} from '#shared/domain/orders/buyer-contact.ts';
import { anOrder, later } from '#test/support/builders.ts';
import { aSale } from './a-sale.ts';

describe('a contact that a buyer types', () => {
  it.each([
    [' Buyer@Example.com ', 'Buyer@Example.com'],
    ['10001@qq.com', '10001@qq.com'],
    ['买家@例子.中国', '买家@例子.中国'],
    ['+86 138-0013-8000', '+8613800138000'],
    ['(020) 1234.5678', '02012345678'],
    ['12345', '12345'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(buyerContactSchema.parse(typed)).toBe(kept);
  });

  it.each(['', '  ', '12', 'me', 'a@b', 'a@@b.c', 'a b@c.de', 'a@b.c\u0000', '+', '1'.repeat(16)])(
    '%j is none',
    (typed) => {
      expect(buyerContactSchema.safeParse(typed).success).toBe(false);
    },
  );

  it(`is no longer than the lookup takes`, () => {
    expect(buyerContactSchema.safeParse(`${'x'.repeat(120)}@ab.example`).success).toBe(false);
  });

  it('stays what it is when it is typed as it was kept', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string()), (text) => {
        const kept = buyerContactSchema.safeParse(text);
        if (!kept.success) return;
        expect(buyerContactSchema.parse(kept.data)).toBe(kept.data);
        expect(isSameContact(kept.data, text)).toBe(true);
      }),
    );
  });

  it('is the same however it is written, and another when it is another', () => {
    expect(isSameContact('+86 138 0013 8000', '+8613800138000')).toBe(true);
    expect(isSameContact('BUYER@example.com ', 'buyer@EXAMPLE.com')).toBe(true);
    expect(isSameContact('buyer@example.com', 'buyer@example.org')).toBe(false);
    expect(isSameContact('13800138000', '+8613800138000')).toBe(false);
  });
});

const given = (contact: string) => ({
  contact,
  buyer: { key: `key of ${contact}`, paidOrders: 0 },
});

describe('the contact of an order', () => {
  it('that the shop gave is never changed by a buyer', () => {
    const order = anOrder({ contact: 'shop@example.com' });
    expect(contactChange(order, given('buyer@example.com'))).toBeUndefined();
    const sale = aSale();
    sale.order = order;
    expect(sale.tell({ kind: 'contact_given', contact: given('a@b.example') }).kind).toBe(
      'no_change',
    );
    expect(sale.order.contact).toBe('shop@example.com');
  });

  it('that the buyer gave may be corrected until the order ends, and makes the timeline tell of it', () => {
    const sale = aSale();
    const tell = (contact: string) =>
      sale.tell({ kind: 'contact_given', contact: given(contact) }).kind;
    expect(tell('a@b.example')).toBe('change');
    expect(tell('a@b.example')).toBe('no_change');
    expect(tell('c@d.example')).toBe('change');
    expect(sale.order).toMatchObject({
      contact: 'c@d.example',
      contactBy: 'buyer',
      buyer: { key: 'key of c@d.example' },
    });
    expect(sale.order.timeline.map(({ what }) => what)).toEqual([
      'created',
      'contact_given',
      'contact_given',
    ]);
    expect(JSON.stringify(sale.order.timeline)).not.toContain('@');
    sale.now = later(901);
    expect(tell('e@f.example')).toBe('no_change');
  });
});
