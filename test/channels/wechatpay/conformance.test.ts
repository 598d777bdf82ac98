import type { WechatPayCredentials } from '#shared/channels/wechatpay/config.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import { JSAPI } from './conformance/creates.ts';
import { queriesOf } from './conformance/queries.ts';
import { subjectOf } from './conformance/subject.ts';
import {
  BY_CERTIFICATE,
  CONFIG,
  CREDENTIALS,
  certificate,
  certificateList,
  NEXT_PLATFORM,
  NEXT_SERIAL,
  PARTNER_CONFIG,
  PLATFORM,
  SERIAL,
  STRANGER,
} from './provider-side.ts';

describeConformance(subjectOf({ name: 'public key', config: CONFIG }));
describeConformance(
  subjectOf({
    name: 'public key, a sole trader',
    config: { ...CONFIG, accessMode: 'ordinary_individual', products: ['native', 'jsapi'] },
  }),
);
describeConformance(subjectOf({ name: 'public key', config: PARTNER_CONFIG }));
describeConformance(
  subjectOf({
    name: "public key, the sub-merchant's own app",
    config: {
      ...PARTNER_CONFIG,
      accessMode: 'partner_individual',
      products: ['native', 'jsapi'],
      subAppId: 'wxd678efh567hg6999',
    },
  }),
);
describeConformance(
  subjectOf({
    name: 'public key',
    config: { ...PARTNER_CONFIG, accessMode: 'micro', products: ['native', 'jsapi'] },
  }),
);

const { publicKey: _, ...WITHOUT_PUBLIC_KEY } = CREDENTIALS;
const { publicKeyId: __, ...WITHOUT_PUBLIC_KEY_ID } = CONFIG;
const CERTIFIED: WechatPayCredentials = {
  ...WITHOUT_PUBLIC_KEY,
  platformCertificates: certificate(PLATFORM, SERIAL),
};
describeConformance(
  subjectOf({
    name: 'platform certificates, one of them entered',
    config: { ...WITHOUT_PUBLIC_KEY_ID, verification: 'platform_certificates' },
    credentials: CERTIFIED,
    // Of the same name, and somebody else's.
    otherCredentials: { ...CERTIFIED, platformCertificates: certificate(STRANGER, SERIAL) },
    blankCredentials: { ...CERTIFIED, apiV3Key: ' ' },
    signer: BY_CERTIFICATE,
    list: certificateList([
      certificate(NEXT_PLATFORM, NEXT_SERIAL),
      CERTIFIED.platformCertificates ?? '',
    ]),
  }),
);
describeConformance(
  subjectOf({
    name: 'moving to the public key, still signed with a certificate',
    config: { ...CONFIG, verification: 'both' },
    credentials: { ...CERTIFIED, publicKey: NEXT_PLATFORM.publicKey },
    otherCredentials: {
      ...CERTIFIED,
      publicKey: PLATFORM.publicKey,
      platformCertificates: certificate(STRANGER, SERIAL),
    },
    blankCredentials: { ...CERTIFIED, apiV3Key: ' ' },
    signer: BY_CERTIFICATE,
    list: certificateList([CERTIFIED.platformCertificates ?? '']),
  }),
);
describeConformance(
  subjectOf({
    name: 'moving to the public key, signed with it already',
    config: { ...CONFIG, verification: 'both' },
    credentials: { ...CREDENTIALS, platformCertificates: certificate(NEXT_PLATFORM, NEXT_SERIAL) },
    blankCredentials: { ...CREDENTIALS, apiV3Key: ' ' },
    list: certificateList([certificate(NEXT_PLATFORM, NEXT_SERIAL)]),
  }),
);

describeConformance({
  ...subjectOf({ name: 'inside WeChat only', config: { ...CONFIG, products: ['jsapi'] } }),
  request: { method: 'wechat_pay', device: 'wechat' },
  createsWithoutCall: true,
  creates: [JSAPI],
  queries: queriesOf(CONFIG).filter(({ outcome }) => outcome !== 'not_found'),
});
