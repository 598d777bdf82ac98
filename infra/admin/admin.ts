import { parseArgs } from 'node:util';
import { AppError } from '#shared/domain/errors/app-error.ts';
import type { CommandResult } from './command.ts';
import { COMMANDS } from './commands.ts';
import { connect } from './connection.ts';

/** `npm run admin -- …`: merchants, API keys and queues, on the local stack or on AWS. */
const HELP = `usage: npm run admin -- <command> [options]

${Object.entries(COMMANDS)
  .map(([name, { usage }]) => `  ${name.padEnd(17)} ${usage}`)
  .join('\n')}

  --outputs <file>  work on AWS: the file of "npm run deploy -- --outputs-file <file>", with your AWS credentials
  --stack <file>    another local stack than .local/stack.json
  --json            print JSON
`;

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      merchant: { type: 'string' },
      mode: { type: 'string' },
      label: { type: 'string' },
      key: { type: 'string' },
      'overlap-hours': { type: 'string' },
      queue: { type: 'string' },
      limit: { type: 'string' },
      days: { type: 'string' },
      'dry-run': { type: 'boolean' },
      'even-unreadable': { type: 'boolean' },
      outputs: { type: 'string' },
      stack: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const name = positionals.join(' ');
  if (values.help || name === '' || name === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const command = COMMANDS[name];
  if (!command) {
    process.stderr.write(`There is no command "${name}".\n\n${HELP}`);
    return 2;
  }
  const result = await command.run(
    connect({ outputs: values.outputs, stack: values.stack }),
    {
      name: values.name,
      merchant: values.merchant,
      mode: values.mode,
      label: values.label,
      key: values.key,
      overlapHours: values['overlap-hours'],
      queue: values.queue,
      limit: values.limit,
      days: values.days,
      dryRun: values['dry-run'],
      evenUnreadable: values['even-unreadable'],
    },
    (line) => process.stderr.write(`${line}\n`),
  );
  process.stdout.write(
    values.json ? `${JSON.stringify(result, null, 2)}\n` : `${forPeople(result)}\n`,
  );
  return 0;
};

const forPeople = (result: CommandResult): string => {
  if (Array.isArray(result))
    return result.length === 0 ? 'none' : result.map(forPeople).join('\n\n');
  const width = Math.max(...Object.keys(result).map(({ length }) => length));
  return Object.entries(result)
    .map(([name, value]) => `${name.padEnd(width)}  ${value}`)
    .join('\n');
};

try {
  process.exitCode = await main();
} catch (error) {
  const known = error instanceof AppError || (error instanceof TypeError && 'code' in error);
  process.stderr.write(`${known ? (error as Error).message : error}\n`);
  process.exitCode = error instanceof AppError && error.code !== 'invalid_parameter' ? 1 : 2;
}
