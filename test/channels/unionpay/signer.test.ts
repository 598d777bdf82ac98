import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { makeCertificate } from '#infra/local/providers/kit/certificates.ts';
import { judgeSigner } from '#shared/channels/unionpay/signer.ts';
import { unionpayContext } from './contexts.ts';
import {
  CONFIG,
  CREDENTIALS,
  MERCHANT,
  MIDDLE,
  ROOT,
  SIGNER,
  STRANGER,
  signerNamed,
  UNIONPAY_NAME,
} from './provider-side.ts';

const verdict = (
  { certificate }: { readonly certificate: string },
  {
    trusted = CREDENTIALS.trustedCertificates,
    ...change
  }: {
    readonly trusted?: string | undefined;
    readonly mode?: 'live' | 'test';
    readonly now?: Date;
    readonly acceptsTestSigner?: boolean;
  } = {},
) => {
  const { acceptsTestSigner, ...rest } = change;
  const config = acceptsTestSigner === undefined ? CONFIG : { ...CONFIG, acceptsTestSigner };
  const credentials = { ...CREDENTIALS, trustedCertificates: trusted };
  return judgeSigner(unionpayContext(config, { ...rest, credentials }), certificate).kind;
};

describe('who may have signed', () => {
  test('UnionPay, when a certificate that the merchant entered vouches for it', () => {
    expect(verdict(SIGNER)).toBe('trusted');
    expect(verdict(SIGNER, { trusted: MIDDLE.certificate })).toBe('trusted');
    expect(verdict(SIGNER, { trusted: SIGNER.certificate })).toBe('trusted');
  });

  test('nobody whom only an authority vouches for that was not entered', () => {
    expect(verdict(STRANGER)).toBe('untrusted');
    expect(verdict(SIGNER, { trusted: ROOT.certificate })).toBe('untrusted');
    expect(verdict(SIGNER, { trusted: '' })).toBe('untrusted');
  });

  test('nobody else under the same authority', async () => {
    expect(verdict(MERCHANT)).toBe('untrusted');
    const names = ['中国银联股份有限公司分公司', 'x@中国银联股份有限公司', '', '00040000:SIGN'];
    for (const name of names) expect(verdict(await signerNamed(name, MIDDLE))).toBe('untrusted');
  });

  test('nobody whom a certificate vouches for that is no authority', async () => {
    const forged = await signerNamed(UNIONPAY_NAME, MERCHANT);
    expect(verdict(forged, { trusted: MERCHANT.certificate })).toBe('untrusted');
  });

  test('nobody out of their time, nor by an authority out of its', async () => {
    const old = { notBefore: new Date('2019-01-01'), notAfter: new Date('2026-10-31') };
    expect(verdict(await signerNamed(UNIONPAY_NAME, MIDDLE, old))).toBe('untrusted');
    const soon = { notBefore: new Date('2026-11-02'), notAfter: new Date('2030-01-01') };
    expect(verdict(await signerNamed(UNIONPAY_NAME, MIDDLE, soon))).toBe('untrusted');
    const ended = await makeCertificate({ subject: 'CN=OLD OCA', isAuthority: true, ...old });
    const signer = await signerNamed(UNIONPAY_NAME, ended);
    expect(verdict(signer, { trusted: ended.certificate })).toBe('untrusted');
  });

  test('the signer of UnionPay’s tests in test mode only, and when that is set', async () => {
    const signer = await signerNamed('00040000:SIGN', MIDDLE);
    expect(verdict(signer, { acceptsTestSigner: true, mode: 'test' })).toBe('trusted');
    expect(verdict(signer, { acceptsTestSigner: true, mode: 'live' })).toBe('untrusted');
    expect(verdict(signer, { mode: 'test' })).toBe('untrusted');
  });

  test('no bundle, no rubbish and no certificate too long to read', () => {
    const { certificate } = SIGNER;
    for (const text of [
      '',
      'none',
      certificate + MIDDLE.certificate,
      certificate.replace('MII', 'AII'),
      `${certificate}${' '.repeat(9_000)}`,
    ])
      expect(verdict({ certificate: text })).toBe('untrusted');
  });

  test('a certificate with any damage is refused, and nothing breaks', () => {
    const der = new X509Certificate(SIGNER.certificate).raw;
    for (let at = 0; at < der.length; at += 1) {
      const damaged = Buffer.from(der);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      const certificate = `-----BEGIN CERTIFICATE-----\n${damaged.toString('base64')}\n-----END CERTIFICATE-----`;
      expect(verdict({ certificate })).toBe('untrusted');
    }
  });
});
