/** Writes a line about the stack's own work where the functions' output goes: the log, while a stack runs. */
export const reportProblem = (where: string, problem: unknown): void => {
  const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
  process.stderr.write(`${where}: ${text}\n`);
};
