/**
 * Runs a bundle's handler in this process as if it were later: `run-later.ts <index.mjs> <event> <milliseconds>`.
 * Prints what it answers.
 */
const [file = '', event = '{}', aheadMillis = '0'] = process.argv.slice(2);
const RealDate = Date;
const now = (): number => RealDate.now() + Number(aheadMillis);

class LaterDate extends RealDate {
  constructor(...args: [] | [number | string | Date]) {
    super(...((args.length === 0 ? [now()] : args) as [number]));
  }
  static override now(): number {
    return now();
  }
}
globalThis.Date = LaterDate as DateConstructor;

const { handler } = (await import(file)) as {
  handler: (event: unknown, context: unknown) => Promise<unknown>;
};
const answer = await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 60_000 });
console.log(JSON.stringify(answer ?? null));
