import {
  type ImportCardsDeps,
  importCards as run,
} from '#shared/application/delivery/import-cards.ts';
import { presentBatch } from '#shared/application/delivery/present-batch.ts';
import { splitCsvLines } from '#shared/application/delivery/split-csv-lines.ts';
import { importCards as contract } from '#shared/contract/api/delivery.ts';
import type { CardLine } from '#shared/domain/products/card-line.ts';
import { splitPlainLines } from '#shared/domain/products/split-plain-lines.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

type JsonCards = readonly (string | { readonly value: string })[];

const linesOfJson = (cards: JsonCards): CardLine[] =>
  cards.map((card, index) => ({
    line: index + 1,
    text: typeof card === 'string' ? card : card.value,
  }));

const linesOfText = (contentType: string, text: string): CardLine[] =>
  /^\s*text\/csv\b/i.test(contentType) ? splitCsvLines(text) : splitPlainLines(text);

export const importCards = (deps: ImportCardsDeps) =>
  bind(contract, async ({ params, query, body }, { tenant, text, contentType }) => {
    // A text body comes in `text`, and there is no JSON body then.
    const lines = text === undefined ? linesOfJson(body.cards) : linesOfText(contentType, text);
    const batchId = (text === undefined ? body.batch_id : undefined) ?? query.batch_id;
    return presentBatch(await run(deps, { tenant, productId: params.productId, batchId, lines }));
  });
