import type { BenchRow } from '#test/bench/support/bench.ts';
import { readStoredState } from '../invariants/stored-state.ts';
import { judge } from './judge.ts';
import { drawPlan } from './plan.ts';
import { playStory } from './play-story.ts';
import { rowsOf } from './rows.ts';
import { storiesOf } from './tell-stories.ts';

/**
 * The same shop through real HTTP, SQS and DynamoDB wire, killed again and again while buyers pay at simulated gateways
 * that misbehave; judged by the same invariants once everything has come to rest.
 */
export const tortureStack = async (
  { orders, seed }: { orders: number; seed: number },
  progress: (line: string) => void,
): Promise<BenchRow[]> => {
  const startedAt = performance.now();
  const tell = (line: string): void => progress(`stack: ${line}`);
  tell(`opens a shop for ${orders} orders (seed ${seed})`);
  const { findings, saleSeconds } = await playStory(drawPlan(seed, orders), tell);
  const violations = judge(findings);
  const state = readStoredState(findings.itemsOf);
  const stories = storiesOf(violations, state);
  for (const line of [...few(violations), ...stories, ...few(findings.unfinished)]) tell(line);
  const seconds = { sale: saleSeconds, all: (performance.now() - startedAt) / 1_000 };
  return rowsOf(findings, { state, violations, seconds });
};

const MOST_LINES = 20;

const few = (lines: readonly string[]): string[] => [
  ...lines.slice(0, MOST_LINES),
  ...(lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES} more`] : []),
];
