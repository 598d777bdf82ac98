import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usdt } from '#shared/channels/usdt/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { anvilBinary } from './chain/anvil.ts';
import { type Chain, openChain } from './chain/open-chain.ts';
import { anAddress, attemptOf, CONFIRMATIONS, openWallet, referenceOf } from './chain/wallet.ts';

const binary = anvilBinary();
if (!binary)
  console.warn('No chain for this machine (@foundry-rs/anvil): what happens on one is not tested.');

const usdtOf = (minor: number) => money('USDT', minor);

describe.skipIf(!binary)('on a real chain', () => {
  let chain: Chain;
  beforeAll(async () => {
    chain = await openChain(binary ?? '', { decimals: 6 });
  }, 60_000);
  afterAll(() => chain?.stop());

  const confirm = () => chain.mine(CONFIRMATIONS - 1);

  test('a payment is seen when it is final, once, and found by its order', async () => {
    const wallet = openWallet(chain);
    await wallet.look();
    const request = wallet.order();
    const { address, amount, units } = await wallet.ask(request);
    expect(wallet.addresses).toContain(address);
    expect(amount).toBe('9.90');
    const query = () => usdt.query(wallet.context, referenceOf(request));
    expect(await query()).toMatchObject({ status: 'pending', providerStatus: 'nothing_came' });

    const { transactionHash } = await chain.transfer(address, units);
    expect(await wallet.look()).toEqual([]);
    expect(await query()).toMatchObject({
      status: 'pending',
      providerStatus: 'unconfirmed',
      providerReference: transactionHash,
    });

    await confirm();
    expect(await wallet.look()).toEqual([
      {
        kind: 'payment',
        attemptId: attemptOf(request),
        providerOrderNumber: request.orderNumber,
        providerReference: transactionHash,
        status: 'succeeded',
        providerStatus: 'confirmed',
        amount: usdtOf(9_900_000),
        transferId: `${transactionHash}:0`,
      },
    ]);
    expect(await query()).toEqual({
      kind: 'found',
      status: 'succeeded',
      providerStatus: 'confirmed',
      amount: usdtOf(9_900_000),
      providerReference: transactionHash,
    });
    await chain.mine(5);
    expect(await wallet.look()).toEqual([]);
  });

  test('transfers of one transaction are told apart', async () => {
    const wallet = openWallet(chain);
    await wallet.look();
    const [one, two] = [wallet.order(), wallet.order()];
    const first = await wallet.ask(one);
    const second = await wallet.ask(two);
    expect(first.address).not.toBe(second.address);
    const { transactionHash: hash } = await chain.multisend([
      { to: first.address, units: 4_900_000n },
      { to: anAddress(), units: 5_000_000n },
      { to: second.address, units: second.units },
      { to: first.address, units: 5_000_000n },
    ]);
    await confirm();
    expect(await wallet.look()).toMatchObject([
      { attemptId: attemptOf(one), transferId: `${hash}:0`, amount: usdtOf(4_900_000) },
      { attemptId: attemptOf(two), transferId: `${hash}:2`, amount: usdtOf(9_900_000) },
      { attemptId: attemptOf(one), transferId: `${hash}:3`, amount: usdtOf(5_000_000) },
    ]);
  });

  test('a part and the rest are two transfers of one payment', async () => {
    const wallet = openWallet(chain);
    await wallet.look();
    const request = wallet.order();
    const { address } = await wallet.ask(request);
    await chain.transfer(address, 4_000_000n);
    await confirm();
    expect(await wallet.look()).toMatchObject([{ amount: usdtOf(4_000_000) }]);
    const query = (context = wallet.context) => usdt.query(context, referenceOf(request));
    expect(await query()).toMatchObject({ status: 'pending', providerStatus: 'partly_paid' });
    const later = { ...wallet.context, now: new Date(request.expiresAt.getTime() + 1) };
    expect(await query(later)).toMatchObject({ status: 'succeeded', amount: usdtOf(4_000_000) });

    await chain.transfer(address, 5_900_000n);
    await confirm();
    expect(await wallet.look()).toMatchObject([
      { attemptId: attemptOf(request), amount: usdtOf(5_900_000) },
    ]);
    expect(await query()).toMatchObject({ status: 'succeeded', amount: usdtOf(9_900_000) });
  });

  test('payments at one address are told apart by their amounts, and each has paid its price', async () => {
    const wallet = openWallet(chain, { count: 1, accessMode: 'amount' });
    await wallet.look();
    const requests = [wallet.order(), wallet.order(), wallet.order()];
    const asked = [];
    for (const request of requests) asked.push(await wallet.ask(request));
    expect(new Set(asked.map(({ address }) => address)).size).toBe(1);
    expect(new Set(asked.map(({ amount }) => amount)).size).toBe(3);
    for (const { address, units } of asked) {
      expect(units).toBeGreaterThan(9_900_000n);
      await chain.transfer(address, units);
    }
    // Whoever rounds has paid nobody's order.
    const rounded = await chain.transfer(asked[0]?.address ?? '', 9_900_000n);
    await confirm();
    const seen = await wallet.look();
    expect(seen.slice(0, 3)).toMatchObject(
      requests.map((request) => ({ attemptId: attemptOf(request), amount: usdtOf(9_900_000) })),
    );
    expect(seen).toHaveLength(4);
    expect(seen[3]).toMatchObject({ providerReference: rounded.transactionHash });
    expect(seen[3]?.attemptId).toBeUndefined();
    for (const request of requests)
      expect(await usdt.query(wallet.context, referenceOf(request))).toMatchObject({
        status: 'succeeded',
        amount: usdtOf(9_900_000),
      });
  });

  test('late money finds its payment, until somebody else has the address', async () => {
    const wallet = openWallet(chain, { count: 1, cooldownHours: 1 });
    await wallet.look();
    const longAgo = new Date(Date.now() - 10 * 3_600_000);
    const old = wallet.order({
      createdAt: longAgo,
      expiresAt: new Date(longAgo.getTime() + 900_000),
    });
    const { address, units } = await wallet.ask(old);
    await chain.transfer(address, units);
    await confirm();
    expect(await wallet.look()).toMatchObject([{ attemptId: attemptOf(old) }]);

    await chain.transfer(address, units);
    await confirm();
    const soon = new Date(Date.now() + 3_600_000);
    const next = wallet.order({ createdAt: soon, expiresAt: new Date(soon.getTime() + 900_000) });
    expect((await wallet.ask(next)).address).toBe(address);
    const [tooOld] = await wallet.look();
    expect(tooOld).toMatchObject({ status: 'succeeded', amount: usdtOf(9_900_000) });
    expect(tooOld?.attemptId).toBeUndefined();
  });

  test('dust, nothing, own money and other tokens are no payments', async () => {
    const wallet = openWallet(chain, { count: 2, formerAddresses: [chain.buyer] });
    await wallet.look();
    const request = wallet.order();
    const { address } = await wallet.ask(request);
    await chain.rpc('anvil_impersonateAccount', address);
    await chain.rpc('anvil_setBalance', address, '0xde0b6b3a7640000');
    const stranger = await chain.stranger();

    await chain.transfer(address, 9_900_000n); // from one of the shop's former addresses
    await chain.transfer(address, 9_999n, { from: stranger });
    await chain.transfer(address, 0n, { from: stranger });
    await chain.transfer(address, 9_900_000n, { token: chain.lookAlike });
    await chain.transfer(address, 1_000_000n, { from: address });
    await chain.approve(address, 9_900_000n);
    const failed = await chain.transfer(address, 10n ** 40n, { from: stranger });
    expect(failed.status).toBe('0x0');
    await confirm();
    expect(await wallet.look()).toEqual([]);
    await chain.transfer(address, 10_000n, { from: stranger });
    await confirm();
    expect(await wallet.look()).toMatchObject([{ amount: usdtOf(10_000) }]);
  });

  test('a chain that changes its mind before a transfer is final changes nothing', async () => {
    const wallet = openWallet(chain);
    await wallet.look();
    const request = wallet.order();
    const { address, units } = await wallet.ask(request);
    const before = await chain.rpc('evm_snapshot');
    await chain.transfer(address, units);
    expect(await wallet.look()).toEqual([]);
    await chain.rpc('evm_revert', before);
    await chain.transfer(anAddress(), 1n);
    await chain.mine(5);
    expect(await wallet.look()).toEqual([]);
    expect(await usdt.query(wallet.context, referenceOf(request))).toMatchObject({
      status: 'pending',
      providerStatus: 'nothing_came',
    });
  });

  test('a chain that changes its mind beyond what was final is read again: the same transfer by the same name', async () => {
    const wallet = openWallet(chain);
    await wallet.look();
    const request = wallet.order();
    const { address, units } = await wallet.ask(request);
    const buyer = privateKeyToAccount(generatePrivateKey());
    await chain.rpc('anvil_setBalance', buyer.address, '0xde0b6b3a7640000');
    await chain.mint(buyer.address, units);
    const rival = await chain.stranger();
    const signed = await buyer.signTransaction({
      chainId: 31337,
      nonce: 0,
      to: chain.token,
      data: chain.transferData(address, units),
      gas: 200_000n,
      gasPrice: 3_000_000_000n,
    });

    const before = await chain.rpc('evm_snapshot');
    const hash = await chain.rpc('eth_sendRawTransaction', signed);
    expect((await chain.receiptOf(hash)).logs).toMatchObject([{ logIndex: '0x0' }]);
    await confirm();
    const seen = await wallet.look();
    expect(seen).toMatchObject([{ attemptId: attemptOf(request), transferId: `${hash}:0` }]);

    // The other chain has the same transaction, behind another one in its block.
    await chain.rpc('evm_revert', before);
    await chain.rpc('evm_setAutomine', false);
    await chain.rpc('eth_sendTransaction', {
      from: rival,
      to: chain.token,
      data: chain.transferData(anAddress(), 1n),
      gas: '0x30d40',
      gasPrice: '0x2540be400',
    });
    await chain.rpc('eth_sendRawTransaction', signed);
    await chain.mine(1);
    await chain.rpc('evm_setAutomine', true);
    expect((await chain.receiptOf(hash)).logs).toMatchObject([{ logIndex: '0x1' }]);
    await chain.mine(5);
    expect(await wallet.look()).toEqual(seen);
    expect(await wallet.look()).toEqual([]);
  });

  test('who dies before the cursor is stored reports again, and misses nothing after', async () => {
    const wallet = openWallet(chain, {
      rpc: { url: chain.url, maxBlockRange: 2, pauseSeconds: 0 },
    });
    await wallet.look();
    const request = wallet.order();
    const { address, units } = await wallet.ask(request);
    await chain.mine(40);
    await chain.transfer(address, units);
    await chain.mine(40);
    const lost = await wallet.lookAndDie();
    expect(lost).toMatchObject({ kind: 'looked', isBehind: true });
    const seen = await wallet.look();
    expect(seen).toMatchObject([{ attemptId: attemptOf(request), amount: usdtOf(9_900_000) }]);
    expect(await wallet.look()).toEqual([]);
  });

  test('the test of an account tells a wrong chain, a wrong token and a chain that stands still', async () => {
    const check = (change: object, now = new Date()) => {
      const { context } = openWallet(chain, change as never);
      const unused = referenceOf(openWallet(chain).order());
      return usdt.test?.({ ...context, now }, unused);
    };
    await chain.mine(1);
    expect(await check({})).toMatchObject({ kind: 'not_found' });
    expect(await check({ chainId: 1 })).toEqual({
      kind: 'unknown',
      detail: 'the node is on chain 31337, not on 1',
    });
    expect(await check({ contract: anAddress() })).toMatchObject({
      detail: expect.stringContaining('there is no token at'),
    });
    expect(await check({ decimals: undefined, network: 'bep20' })).toMatchObject({
      detail: 'the token counts 6 decimals, not 18',
    });
    expect(await check({}, new Date(Date.now() + 86_400_000))).toMatchObject({
      kind: 'unknown',
      reason: 'provider_maintenance',
      detail: expect.stringContaining('stands still'),
    });
  });
});

describe.skipIf(!binary)('on a chain that calls blocks final, with a token of 18 decimals', () => {
  let chain: Chain;
  beforeAll(async () => {
    chain = await openChain(binary ?? '', {
      decimals: 18,
      options: ['--slots-in-an-epoch', '2'],
    });
  }, 60_000);
  afterAll(() => chain?.stop());

  test('amounts are exact, and what is finer than a millionth is not counted', async () => {
    const wallet = openWallet(chain, { network: 'bep20', finality: 'finalized', decimals: 18 });
    await wallet.look();
    const request = wallet.order({ method: 'usdt_bep20' });
    const { address, units } = await wallet.ask(request);
    expect(units).toBe(9_900_000_000_000_000_000n);
    await chain.transfer(address, units - 1n);
    expect(await wallet.look()).toEqual([]);
    await chain.mine(8);
    expect(await wallet.look()).toMatchObject([
      { attemptId: attemptOf(request), amount: usdtOf(9_899_999) },
    ]);
    await chain.transfer(address, 10n ** 16n);
    await chain.mine(8);
    expect(await usdt.query(wallet.context, referenceOf(request))).toMatchObject({
      status: 'succeeded',
      amount: usdtOf(9_909_999),
    });
  });
});
