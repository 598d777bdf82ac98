import { ENV } from '#shared/contract/environment.ts';
import type { Closing } from '../closing.ts';
import { freePort } from '../emulators/free-port.ts';
import type { LocalStack } from '../local-stack.ts';
import { DOMAIN_FILE_PATH } from '../providers/stripe/simulation.ts';
import { type Demo, writeDemo } from './demo-file.ts';
import { demoCheckoutUrl, demoShop } from './demo-shop.ts';
import { providerSimulators } from './provider-simulators.ts';
import { openShopWindow } from './shop-window.ts';
import { openShowcase } from './showcase.ts';
import { simulatedAccounts } from './simulated-accounts.ts';
import { startSimulators } from './start-simulators.ts';

/**
 * Starts the simulated gateways, makes the demo shop on the first start, opens an order that waits for payment, and
 * writes `demo.json`.
 * @param firstPort of the gateways, on the first start; 0 for any.
 */
export const openDemoShop = async (
  stack: LocalStack,
  firstPort: number,
  closing: Closing,
): Promise<Demo> => {
  const accounts = await simulatedAccounts(stack.state, firstPort);
  const providers = await providerSimulators(stack.state, firstPort && firstPort + accounts.length);
  const simulators = await startSimulators({ accounts, providers }, stack.directory.simulators);
  closing.add(() => simulators.stop());
  const stripe = providers.find(({ provider }) => provider === 'stripe');
  // Functions share this process: they see it from now on.
  if (stripe) process.env[ENV.domainFileUrl] = `http://127.0.0.1:${stripe.port}${DOMAIN_FILE_PATH}`;
  const shop = await demoShop(stack, accounts);
  const showcase = await openShowcase(stack, providers);
  const windowPort = firstPort && firstPort + accounts.length + providers.length;
  const shopWindow = await openShopWindow(await freePort(windowPort), {
    baseUrl: stack.baseUrl,
    showcase,
  });
  closing.add(() => shopWindow.close());
  const demo: Demo = {
    baseUrl: stack.baseUrl,
    callbackBaseUrl: stack.callbackBaseUrl,
    apiKey: shop.apiKey,
    merchantId: shop.merchantId,
    productId: shop.productId,
    checkoutUrl: await demoCheckoutUrl(stack.baseUrl, shop),
    simulators: accounts.map(({ name, port, pid }) => ({
      name,
      pid,
      url: `http://127.0.0.1:${port}`,
      channelId: shop.channelIds.get(name) ?? '',
    })),
    showcase: { ...showcase, url: `http://127.0.0.1:${shopWindow.port}` },
  };
  await writeDemo(stack.directory.demo, demo);
  return demo;
};
