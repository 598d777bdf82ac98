import type { PageProps, Problem } from './page.ts';

/** What became of the buyer's last tap, when it came to nothing. */
export const ProblemNote = ({ page: { problem, why, words } }: PageProps) =>
  problem === undefined ? null : (
    <p class="note bad" role="alert" id="problem">
      {why ?? words.problems[problem]}
    </p>
  );

/** Problems with a code that was typed; they are told beside the field. */
const WITH_CODES: readonly Problem[] = [
  'invalid_code',
  'code_not_accepted',
  'code_unanswered',
  'code_too_soon',
  'code_too_often',
];

/** Whether the open step itself tells of the problem. */
export const saysItself = ({ problem, view }: PageProps['page']): boolean =>
  problem !== undefined &&
  WITH_CODES.includes(problem) &&
  view.state === 'awaiting_payment' &&
  view.attempt?.next_action?.kind === 'enter_code' &&
  view.attempt.codes_left !== 0;
