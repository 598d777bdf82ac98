import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type FromChild, fromChildSchema, type Question, type ToChild } from './child-messages.ts';
import { LocalStackError } from './local-stack-error.ts';

type Start = Extract<FromChild, { kind: 'ready' | 'failed' }>;
type Answer = Extract<FromChild, { kind: 'answer' }>;

/** What is said between a local stack in a child process and whoever started it. */
export interface Conversation {
  /** How its start ended. @throws LocalStackError when it ended without a word */
  readonly start: Promise<Start>;
  /** Any number of questions may be open at once. @throws LocalStackError when it refuses, or ends meanwhile */
  ask(question: Question): Promise<Answer>;
  /** Its exit code. */
  readonly exited: Promise<number | null>;
}

export const converseWithChild = (child: ChildProcess): Conversation => {
  const started = Promise.withResolvers<Start>();
  const waiting = new Map<number, (answer: Answer) => void>();
  child.on('message', (message) => {
    const said = fromChildSchema.parse(message);
    if (said.kind === 'answer') waiting.get(said.id)?.(said);
    else started.resolve(said);
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const ended = exited.then((code): never => {
    throw new LocalStackError(`The local stack ended with ${code}.`);
  });
  // Whoever waits for an answer hears of it; nobody may be waiting.
  ended.catch(() => {});
  let questions = 0;
  return {
    exited,
    start: Promise.race([started.promise, ended]),
    ask: async (question) => {
      questions += 1;
      const id = questions;
      const { promise, resolve } = Promise.withResolvers<Answer>();
      waiting.set(id, resolve);
      try {
        // A failure to send is the child's end, of which `ended` tells.
        child.send({ id, question } satisfies ToChild, () => {});
        const answer = await Promise.race([promise, ended]);
        if (answer.refusal !== undefined) throw new LocalStackError(answer.refusal);
        return answer;
      } finally {
        waiting.delete(id);
      }
    },
  };
};
