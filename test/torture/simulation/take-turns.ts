/**
 * Between two immediates Node runs every promise job and every tick, those that they set off included, and nothing
 * else (nodejs.org, "The Node.js Event Loop"); awaiting something a number of times is no such guarantee. Several
 * immediates at once share one round of the event loop, which costs four times as much as all the rest.
 */
const TURNS_A_ROUND = 32;

/** Calls `turn` until it answers. When it is called, all that the turn before set off has come to rest. */
export const takeTurns = <Answer>(turn: () => Answer | undefined): Promise<Answer> =>
  new Promise((resolve, reject) => {
    let done = false;
    const takeTurn = (): void => {
      if (done) return;
      try {
        const answer = turn();
        if (answer === undefined) return;
        done = true;
        resolve(answer);
      } catch (error) {
        done = true;
        reject(error);
      }
    };
    const takeRound = (): void => {
      if (done) return;
      for (let turns = 0; turns < TURNS_A_ROUND; turns += 1) setImmediate(takeTurn);
      setImmediate(takeRound);
    };
    takeRound();
  });
