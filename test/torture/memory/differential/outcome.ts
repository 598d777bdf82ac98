import { inspect } from 'node:util';
import type { AttributeValue, CancellationReason } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { TableName } from '#shared/contract/tables.ts';
import type { Command } from './random-calls.ts';

/** What a caller learns of a call, without what may differ: messages and physical names. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Record<string, unknown> }
  | {
      readonly kind: 'error';
      readonly name: string;
      readonly item: unknown;
      readonly reasons: unknown;
    };

/** Twice the items that one partition can have here, one a page. */
const MAX_PAGES = 40;

/** One call, or as many as a query has pages. */
export const outcomesOf = async (
  documents: DynamoDBDocumentClient,
  command: Command,
  tables: Readonly<Record<TableName, string>>,
): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  let page: Command | undefined = command;
  while (page) {
    const outcome: Outcome = await outcomeOf(documents, page, tables);
    outcomes.push(outcome);
    if (outcomes.length > MAX_PAGES) throw new Error('a query that does not end');
    page = nextPage(page, outcome);
  }
  return outcomes;
};

const nextPage = (command: Command, outcome: Outcome): QueryCommand | undefined => {
  if (!(command instanceof QueryCommand) || outcome.kind === 'error') return undefined;
  const from = outcome.answer.LastEvaluatedKey as Record<string, unknown> | undefined;
  // In a table without a sort key the emulator answers the same page for ever.
  return from && 'sk' in from
    ? new QueryCommand({ ...command.input, ExclusiveStartKey: from })
    : undefined;
};

const outcomeOf = async (
  documents: DynamoDBDocumentClient,
  command: Command,
  tables: Readonly<Record<TableName, string>>,
): Promise<Outcome> => {
  try {
    const answer = await documents.send(command as never);
    return { kind: 'answer', answer: comparable(answer, tables) };
  } catch (error) {
    const { name, Item, CancellationReasons } = error as Error & {
      Item?: Record<string, AttributeValue>;
      CancellationReasons?: CancellationReason[];
    };
    return {
      kind: 'error',
      name,
      item: Item && unmarshall(Item),
      reasons: CancellationReasons?.map(({ Code, Item: there }) => ({
        Code,
        item: there && unmarshall(there),
      })),
    };
  }
};

/** A batch is answered in no order. */
const comparable = (
  answer: object,
  tables: Readonly<Record<TableName, string>>,
): Record<string, unknown> => {
  const { $metadata, Responses, ...rest } = answer as {
    $metadata?: unknown;
    Responses?: Record<string, Record<string, unknown>[]>;
  };
  const logical = new Map(Object.entries(tables).map(([name, physical]) => [physical, name]));
  return {
    ...rest,
    ...(Responses && {
      Responses: Object.entries(Responses).map(([table, items]) => ({
        table: logical.get(table),
        items: items.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1)),
      })),
    }),
  };
};

const textOf = (item: unknown): string => inspect(item, { sorted: true, depth: null });
