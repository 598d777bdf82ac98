import type { FlowStep } from '#shared/contract/flow.ts';
import { markdownTable } from './markdown-table.ts';

const code = (items: readonly string[]): string => items.map((item) => `\`${item}\``).join(', ');

const link = (folder: string, files: readonly string[]): string =>
  files.map((file) => `[${file}](${folder}${file})`).join(', ');

/**
 * The nine steps as a table: step → handler → use case → table.
 *
 * @param paths where functions/ and shared/application/ are, seen from the file the table is written into
 */
export const flowTable = (
  flow: readonly FlowStep[],
  paths: { readonly functions: string; readonly application: string },
): string =>
  markdownTable(
    [
      'step',
      'stage',
      'started by',
      'what happens',
      'handler',
      'use case',
      'tables and queues',
      'what is written',
    ],
    flow.map((step) => [
      String(step.step),
      step.stages.join(', '),
      step.trigger,
      step.happens,
      link(paths.functions, step.handlers),
      link(paths.application, step.useCases),
      code([...step.tables, ...step.queues]),
      step.written,
    ]),
  );
