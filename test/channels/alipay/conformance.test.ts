import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import { subjectOf } from './conformance/subject.ts';
import {
  CONFIG,
  CREDENTIALS,
  ISV_CONFIG,
  ISV_CREDENTIALS,
  NEXT_ALIPAY,
  STRANGER,
} from './provider-side.ts';

const BY_KEYS = {
  credentials: CREDENTIALS,
  otherKey: { ...CREDENTIALS, alipayPublicKey: STRANGER.publicKey },
  blank: { ...CREDENTIALS, alipayPublicKey: '' },
};

describeConformance(
  subjectOf({
    name: 'alipay, merchant with keys, pages and apps',
    config: { ...CONFIG, products: ['page', 'wap', 'app'] },
    ...BY_KEYS,
    otherAccount: { ...CONFIG, sellerId: '2088100000000077' },
  }),
);
describeConformance(
  subjectOf({
    name: 'alipay, merchant with keys, codes',
    config: { ...CONFIG, products: ['qr'] },
    ...BY_KEYS,
    otherAccount: { ...CONFIG, appId: '2021000100000077' },
  }),
);
describeConformance(
  subjectOf({
    name: 'alipay, service provider with certificates, codes preferred',
    config: { ...ISV_CONFIG, preferQr: true },
    credentials: ISV_CREDENTIALS,
    otherKey: { ...ISV_CREDENTIALS, alipayCertificate: NEXT_ALIPAY.certificate },
    blank: { ...ISV_CREDENTIALS, alipayCertificate: '' },
    otherAccount: { ...ISV_CONFIG, authAppId: '2021000100000077' },
  }),
);
