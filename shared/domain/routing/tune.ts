export const T = (name: string, value: number): number =>
  Number(
    (globalThis as never as { process: { env: Record<string, string> } }).process.env[name] ??
      value,
  );
