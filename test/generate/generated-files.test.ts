import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { channelTable } from '#infra/generate/channel-table.ts';
import { generatedFiles } from '#infra/generate/generated-files.ts';
import { markdownTable } from '#infra/generate/markdown-table.ts';
import { replaceSection } from '#infra/generate/replace-section.ts';
import { termsTable } from '#infra/generate/terms-table.ts';
import { FLOW } from '#shared/contract/flow.ts';
import { someCapabilities } from '#test/support/an-account.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('generated files', () => {
  it('are what the sources make: `npm run generate` would change nothing', async () => {
    const files = await generatedFiles(ROOT);
    expect(files.map(({ path }) => path)).toEqual([
      'shared/contract/generated/openapi.json',
      'docs/channels.md',
      'docs/flow.md',
      'functions/README.md',
    ]);
    const stale: string[] = [];
    for (const { path, content } of files) {
      if ((await readFile(join(ROOT, path), 'utf8')) !== content) stale.push(path);
    }
    expect(stale).toEqual([]);
  });
});

describe('the flow', () => {
  it('has nine steps, numbered from 1', () => {
    expect(FLOW.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('names only handlers and use cases that exist', () => {
    const named = FLOW.flatMap(({ handlers, useCases }) => [
      ...handlers.map((file) => `functions/${file}`),
      ...useCases.map((file) => `shared/application/${file}`),
    ]);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

describe('a Markdown table', () => {
  it('keeps its rows whatever a cell contains', () => {
    expect(markdownTable(['a', 'b'], [['x|y', 'two\nlines']])).toBe(
      '| a | b |\n| --- | --- |\n| x\\|y | two lines |',
    );
  });

  it('shows what a channel can do', () => {
    const table = channelTable([
      {
        provider: 'bank',
        terms: { fees: [] },
        capabilities: {
          ...someCapabilities,
          needsPhone: true,
          banks: [{ code: 'ICBC', name: { en: 'ICBC', zh: '工商银行' } }],
        },
      },
    ]);
    expect(table).toContain('[bank](../shared/channels/bank/README.md)');
    expect(table).toContain(someCapabilities.methods.join(', '));
    expect(table).toContain('| yes | ICBC |');
  });

  it('shows what a channel usually costs, and what no document confirms', () => {
    const price = { text: 'price list', verified: true };
    const rumour = { text: 'hearsay', verified: false };
    const table = termsTable([
      {
        provider: 'bank',
        capabilities: { ...someCapabilities, currencies: ['CNY'] },
        terms: {
          fees: [
            { rateBasisPoints: 38, fixedMinor: 0, source: price },
            { method: 'card', rateBasisPoints: 290, fixedMinor: 30, source: rumour },
          ],
          settlement: { days: 1, source: rumour },
          limits: [{ minMinor: 10, maxMinor: 500_000, source: price }],
          refundWithinDays: { days: 90, source: price },
        },
      },
    ]);
    expect(table.split('\n')[2]).toBe(
      '| bank | 0.38 %; card: 2.9 % + 0.30 CNY (unverified) | T+1 (unverified) | from 0.10 CNY up to 5000.00 CNY | 90 days |  | price list; hearsay |',
    );
  });
});

describe('a generated section', () => {
  const text = 'before\n<!-- generated:flow -->\nold\n<!-- /generated:flow -->\nafter';

  it('is replaced between its markers and nowhere else', () => {
    expect(replaceSection(text, 'flow', 'new')).toBe(
      'before\n<!-- generated:flow -->\nnew\n<!-- /generated:flow -->\nafter',
    );
  });

  it('is missed when its markers are gone', () => {
    expect(() => replaceSection('before', 'flow', 'new')).toThrow('markers of the section "flow"');
  });
});
