import { readdirSync } from 'node:fs';
import type { Bench } from './support/bench.ts';
import { machine } from './support/machine.ts';
import { printTable } from './support/print-table.ts';

/** Every file beside this one is a bench of its name. */
const NAMES = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'bench.ts')
  .map((file) => file.slice(0, -'.ts'.length));

const [name, ...rest] = process.argv.slice(2).filter((argument) => argument !== '--json');
const asJson = process.argv.includes('--json');

if (name === undefined || !NAMES.includes(name)) {
  process.stderr.write(`usage: npm run bench -- <name> [--json]\nnames: ${NAMES.join(', ')}\n`);
  process.exit(2);
}

const { default: bench } = (await import(`./${name}.ts`)) as { default: Bench };
const { rows } = await bench({
  arguments: rest,
  progress: (line) => process.stderr.write(`${line}\n`),
});
const pass = rows.every((row) => row.pass !== false);
process.stdout.write(
  asJson
    ? `${JSON.stringify({ bench: name, machine: machine(), rows, pass }, null, 2)}\n`
    : `${printTable(rows)}\n${pass ? 'pass' : 'FAIL'}\n`,
);
process.exitCode = pass ? 0 : 1;
