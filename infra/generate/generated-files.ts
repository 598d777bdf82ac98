import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { channelRegistry } from '#shared/channels/registry.ts';
import { FLOW } from '#shared/contract/flow.ts';
import { channelTable, type DescribedChannel } from './channel-table.ts';
import { failureTable } from './failure-table.ts';
import { flowTable } from './flow-table.ts';
import { openapiDocument } from './openapi.ts';
import { replaceSection } from './replace-section.ts';
import { termsTable } from './terms-table.ts';

export interface GeneratedFile {
  /** From the repository's root. */
  readonly path: string;
  readonly content: string;
}

const HEAD = '<!-- Written by `npm run generate`. Change the source, not this file. -->';

const TERMS_HEAD = `## What it usually costs and allows
From each provider's \`terms\`: what a new account starts with until its merchant enters their own figures. Unverified figures
stand in no public document; limits turn payments away only where they are verified.`;

const FAILURES_HEAD = `## Why a payment fails
One closed set of reasons for every provider. **Retry** is what may be tried when it is certain that no money moved: another
channel in the same request (*other channel now*), another one when the buyer chooses it, the same one after a while, a new
try in the same place, or nothing before a person has changed something. **Speaks against** is what routing's health learns;
*account* also counts \`AccountNeedsAction\`.`;

/** Every file that is made from the sources, as it should be now. `root` is the repository. */
export const generatedFiles = async (root: string): Promise<GeneratedFile[]> => {
  const manifest: { version: string } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  const channels = await everyChannel();
  const readme = await readFile(join(root, 'functions/README.md'), 'utf8');
  return [
    {
      path: 'shared/contract/generated/openapi.json',
      content: `${JSON.stringify(openapiDocument(manifest.version, channels), null, 2)}\n`,
    },
    {
      path: 'docs/channels.md',
      content: `${HEAD}\n# Channels\nWhat each provider's adapter can do, from its \`capabilities\`.\n\n${channelTable(channels)}\n\n${TERMS_HEAD}\n\n${termsTable(channels)}\n\n${FAILURES_HEAD}\n\n${failureTable()}\n`,
    },
    {
      path: 'docs/flow.md',
      content: `${HEAD}\n# One payment in nine steps\nStep → handler → use case → table.\n\n${flowTable(FLOW, { functions: '../functions/', application: '../shared/application/' })}\n`,
    },
    {
      path: 'functions/README.md',
      content: replaceSection(
        readme,
        'flow',
        flowTable(FLOW, { functions: '', application: '../shared/application/' }),
      ),
    },
  ];
};

const everyChannel = async (): Promise<DescribedChannel[]> => {
  const channels: DescribedChannel[] = [];
  for (const provider of channelRegistry.providers) {
    const port = await channelRegistry.load(provider);
    if (port) channels.push(port);
  }
  return channels;
};
