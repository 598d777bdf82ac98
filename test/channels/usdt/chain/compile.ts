import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import solc from 'solc';
import { z } from 'zod';

const contractSchema = z.object({
  abi: z.array(z.unknown()),
  evm: z.object({ bytecode: z.object({ object: z.string() }) }),
});
const outputSchema = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z.object({ 'Token.sol': z.record(z.string(), contractSchema) }).optional(),
});

/** Compiles the contracts of this folder. */
export const compileContracts = (): Record<string, string> => {
  const file = fileURLToPath(new URL('Token.sol', import.meta.url));
  const input = {
    language: 'Solidity',
    sources: { 'Token.sol': { content: readFileSync(file, 'utf8') } },
    settings: {
      evmVersion: 'paris',
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  };
  const output = outputSchema.parse(JSON.parse(solc.compile(JSON.stringify(input))));
  const [error] = output.errors.filter(({ severity }) => severity === 'error');
  if (error) throw new Error(error.formattedMessage);
  return Object.fromEntries(
    Object.entries(output.contracts?.['Token.sol'] ?? {}).map(([name, { evm }]) => [
      name,
      `0x${evm.bytecode.object}`,
    ]),
  );
};
