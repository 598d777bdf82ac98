import { z } from 'zod';
import { type UnpackedChromium, unpackChromium } from './unpack-chromium.ts';

export type FoundChromium =
  | ({ readonly kind: 'found' } & UnpackedChromium)
  /** This machine can not run the one from npm. */
  | { readonly kind: 'absent'; readonly why: string };

/** What the libraries in the package were linked against (Amazon Linux 2023). */
const OLDEST_GLIBC = { major: 2, minor: 34 };

const reportSchema = z.object({
  header: z.object({ glibcVersionRuntime: z.string().optional() }),
});

/**
 * The browser of the tests: the one that the environment variable `ARTERIA_CHROMIUM` names, else the one from npm.
 * @throws where there is none and `CI` is set: nobody there reads that tests were skipped
 */
export const findChromium = async (
  environment: NodeJS.ProcessEnv = process.env,
): Promise<FoundChromium> => {
  const named = environment.ARTERIA_CHROMIUM;
  if (named) return { kind: 'found', executablePath: named, environment: {} };
  const obstacle = obstacleHere();
  if (obstacle === undefined) return { kind: 'found', ...(await unpackChromium()) };
  const why = `The Chromium from npm does not run here: ${obstacle}. Name another one in ARTERIA_CHROMIUM.`;
  if (environment.CI) throw new Error(why);
  return { kind: 'absent', why };
};

const obstacleHere = (): string | undefined => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `it is for linux x64, and this is ${process.platform} ${process.arch}`;
  const { header } = reportSchema.parse(process.report.getReport());
  const glibc = header.glibcVersionRuntime;
  if (glibc === undefined) return 'it needs glibc';
  const [major = 0, minor = 0] = glibc.split('.').map(Number);
  const { major: oldest, minor: oldestMinor } = OLDEST_GLIBC;
  return major > oldest || (major === oldest && minor >= oldestMinor)
    ? undefined
    : `it needs glibc ${oldest}.${oldestMinor}, and this is ${glibc}`;
};
