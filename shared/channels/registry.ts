import type { ChannelPort, ChannelRegistry } from '../application/ports/channel-port.ts';

/** Every provider, each in its own bundle chunk so that a Lambda reads only what it uses. */
const LOADERS: Readonly<Record<string, () => Promise<ChannelPort>>> = {
  alipay: async () => (await import('./alipay/index.ts')).alipay,
  camara: async () => (await import('./camara/index.ts')).camara,
  epay: async () => (await import('./epay/index.ts')).epay,
  epusdt: async () => (await import('./epusdt/index.ts')).epusdt,
  fortumo: async () => (await import('./fortumo/index.ts')).fortumo,
  grabpay: async () => (await import('./grabpay/index.ts')).grabpay,
  jeepay: async () => (await import('./jeepay/index.ts')).jeepay,
  paypal: async () => (await import('./paypal/index.ts')).paypal,
  sandbox: async () => (await import('./sandbox/index.ts')).sandbox,
  stripe: async () => (await import('./stripe/index.ts')).stripe,
  unionpay: async () => (await import('./unionpay/index.ts')).unionpay,
  usdt: async () => (await import('./usdt/index.ts')).usdt,
  wechatpay: async () => (await import('./wechatpay/index.ts')).wechatpay,
};

/** Loaded ones: even a repeated `import()` goes through the module loader, on every payment. */
const loaded = new Map<string, Promise<ChannelPort>>();

const load = (provider: string): Promise<ChannelPort> | undefined => {
  const known = loaded.get(provider);
  if (known || !Object.hasOwn(LOADERS, provider)) return known;
  const loading = LOADERS[provider]?.();
  if (!loading) return undefined;
  loaded.set(provider, loading);
  // The next payment tries again.
  loading.catch(() => loaded.delete(provider));
  return loading;
};

export const channelRegistry: ChannelRegistry = {
  providers: Object.keys(LOADERS),
  load: async (provider) => load(provider),
};
