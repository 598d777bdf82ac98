import { describe, expect, it } from 'vitest';
import { visitorOf } from '#shared/domain/checkout/visitor.ts';

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)';
const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const BLINK = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K)';

/** What each says of itself, and what is understood: device, platform, browser. */
const SAID: readonly [string, string, readonly (string | undefined)[]][] = [
  [
    'Safari on an iPhone',
    `${IPHONE} ${WEBKIT} Version/18.5 Mobile/15E148 Safari/604.1`,
    ['mobile', 'ios', 'safari'],
  ],
  [
    'Chrome on an iPhone',
    `${IPHONE} ${WEBKIT} CriOS/137.0.7151.79 Mobile/15E148 Safari/604.1`,
    ['mobile', 'ios', undefined],
  ],
  [
    'QQ browser on an iPhone, which also says Version and Safari',
    `${IPHONE} ${WEBKIT} Version/18.5 MQQBrowser/15.7 Mobile/15E148 Safari/604.1 QBWebViewUA/2`,
    ['mobile', 'ios', undefined],
  ],
  [
    'WeChat on an iPhone',
    `${IPHONE} ${WEBKIT} Mobile/15E148 MicroMessenger/8.0.59(0x18003b2e) NetType/WIFI Language/zh_CN`,
    ['wechat', 'ios', undefined],
  ],
  [
    'Alipay on an iPhone',
    `${IPHONE} ${WEBKIT} Mobile/15E148 AlipayDefined(nt:WIFI) AliApp(AP/10.7.30) AlipayClient/10.7.30`,
    ['alipay', 'ios', undefined],
  ],
  [
    'Safari on a Mac',
    `${MAC} ${WEBKIT} Version/18.5 Safari/605.1.15`,
    ['desktop', 'desktop', 'safari'],
  ],
  [
    'Chrome on a Mac',
    `${MAC} ${BLINK} Chrome/137.0.0.0 Safari/537.36`,
    ['desktop', 'desktop', 'chrome'],
  ],
  [
    'Edge on Windows',
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${BLINK} Chrome/137.0.0.0 Safari/537.36 Edg/137.0.0.0`,
    ['desktop', 'desktop', undefined],
  ],
  [
    'Chrome on Android',
    `${ANDROID} ${BLINK} Chrome/137.0.0.0 Mobile Safari/537.36`,
    ['mobile', 'android', 'chrome'],
  ],
  [
    'a view inside an Android app',
    `Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) ${BLINK} Version/4.0 Chrome/137.0.0.0 Mobile Safari/537.36`,
    ['mobile', 'android', undefined],
  ],
  [
    'HarmonyOS',
    `Mozilla/5.0 (Phone; OpenHarmony 5.0) ${BLINK} Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile`,
    ['mobile', 'harmony', undefined],
  ],
  [
    'WeChat on Windows',
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${BLINK} Chrome/126.0.0.0 Safari/537.36 MicroMessenger/7.0.20.1781 WindowsWechat`,
    ['wechat', 'desktop', undefined],
  ],
  ['nothing', '', ['desktop', 'other', undefined]],
];

describe('a visitor', () => {
  it.each(SAID)('of %s is known by what the browser says', (_name, userAgent, understood) => {
    const { device, platform, browser } = visitorOf({ userAgent });
    expect([device, platform, browser]).toEqual(understood);
  });

  it('with an iPad is taken for one with a Mac: the iPad says so itself', () => {
    const userAgent = `${MAC} ${WEBKIT} Version/18.5 Safari/605.1.15`;
    expect(visitorOf({ userAgent })).toMatchObject({ platform: 'desktop', browser: 'safari' });
  });

  it('is what the asking front end says where it knows better', () => {
    const visitor = visitorOf({ userAgent: 'okhttp/5.0', device: 'app', country: 'SG' });
    expect(visitor).toMatchObject({ device: 'app', platform: 'other', country: 'SG' });
  });
});
