import { relative } from 'node:path';
import type { LocalStack } from './local-stack.ts';
import type { Demo } from './seed/demo-file.ts';

/** What the terminal says when everything runs. */
export const startMessage = (
  stack: LocalStack,
  demo: Demo | undefined,
  startMillis: number,
): string => {
  const folder = relative(process.cwd(), stack.directory.root) || '.';
  const lines = [
    `ready ${stack.baseUrl}`,
    '',
    ...(demo
      ? [
          `  pay as a buyer   ${demo.checkoutUrl}`,
          `  every channel    ${demo.showcase.url}`,
          `  demo API key     ${demo.apiKey}`,
        ]
      : []),
    `  API reference    ${stack.baseUrl}/docs`,
    `  callbacks        ${stack.callbackBaseUrl}`,
    `  data, logs       ${folder}, ${folder}/logs   (npm start -- --fresh begins with nothing)`,
    '',
    `  started in ${(startMillis / 1_000).toFixed(1)} s; Ctrl-C stops it`,
  ];
  return lines.join('\n');
};
