import { expect, test } from 'vitest';
import { notifyUrlWarning } from '#shared/domain/channels/notify-url-warning.ts';

const PROVIDER = 'https://api.provider.example/v3/pay';
const at = (host: string, scheme = 'https') => `${scheme}://${host}/callbacks/epay/ch_1`;

test.each([
  'localhost',
  '127.0.0.1',
  '10.0.3.4',
  '172.16.0.1',
  '172.31.255.1',
  '192.168.1.20',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '[::1]:8080',
  '[fd00::1]',
  '[fe80::1]',
  '[::ffff:10.0.0.1]',
  'arteria',
  'pay.local',
  'pay.internal',
])('a public provider cannot reach %s', (host) => {
  const warning = notifyUrlWarning(at(host), PROVIDER);
  expect(warning).toMatchObject({ code: 'notify_url_problem' });
  expect(warning?.en).toContain('private network');
  expect(warning?.zh).toContain('内网');
});

test.each(['callbacks.example.com', '203.0.113.9', '172.32.0.1', '100.128.0.1', '[2606:4700::1]'])(
  'nothing speaks against %s over https; over http the warning says so',
  (host) => {
    expect(notifyUrlWarning(at(host), PROVIDER)).toBeUndefined();
    expect(notifyUrlWarning(at(host, 'http'), PROVIDER)?.en).toContain('not https');
  },
);

test('a provider inside a private network reaches us there', () => {
  for (const provider of ['http://127.0.0.1:4000/pay', 'https://gateway.internal/'])
    expect(notifyUrlWarning(at('127.0.0.1:3000', 'http'), provider)).toBeUndefined();
});
