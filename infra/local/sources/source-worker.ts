import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { ACCOUNT_ID, emulatorCalls } from '../emulators/emulator-calls.ts';
import { captureLogs } from '../functions/function-logs.ts';
import { functionsOfSources } from '../functions/functions-by-thread.ts';
import { createInvoker } from '../functions/invoker.ts';
import { loadFunctions } from '../functions/load-functions.ts';
import { LocalStackError } from '../local-stack-error.ts';
import { countSdkCalls } from '../measure/count-sdk-calls.ts';
import { measurementsOf } from '../measure/measurements.ts';
import { openSourceState } from '../state/local-state.ts';
import type {
  FromSourceThread,
  SourceThreadOptions,
  ThreadAnswer,
  ThreadQuestion,
  ToSourceThread,
} from './source-thread.ts';
import { startSources } from './start-sources.ts';

const tell = (message: FromSourceThread): void => parentPort?.postMessage(message);

const run = async (options: SourceThreadOptions): Promise<void> => {
  const { model, endpoints, newTables } = options;
  const logs = captureLogs(options.functionLog);
  const sdkCalls = options.measure ? countSdkCalls() : undefined;
  const { loaded } = await loadFunctions(functionsOfSources(model), endpoints);
  const invoker = createInvoker(loaded);
  const state = openSourceState(options.stateFile, options.forget);
  const sources = await startSources({
    model,
    emulators: emulatorCalls(endpoints),
    invoker,
    state,
    newTables,
    accountId: ACCOUNT_ID,
    region: endpoints.region,
  });

  const stop = async (): Promise<void> => {
    await sources.stop();
    await invoker.idle();
    state.close();
    logs.stop();
    process.exit(0);
  };
  const answer = async (question: ThreadQuestion): Promise<ThreadAnswer> => {
    switch (question.kind) {
      case 'pause':
        await sources.pauseQueue(question.queue);
        return { kind: 'done' };
      case 'resume':
        await sources.resumeQueue(question.queue);
        return { kind: 'done' };
      case 'measure':
      case 'reset': {
        const measurements = measurementsOf(sdkCalls, invoker);
        if (question.kind === 'reset') sdkCalls?.reset();
        return { kind: 'measured', measurements };
      }
    }
  };
  parentPort?.on('message', (message: ToSourceThread) => {
    if (message === 'stop') void stop();
    else {
      const { id } = message;
      answer(message).then(
        (answered) => tell({ ...answered, id }),
        (error: Error) => tell({ kind: 'refused', message: error.message, id }),
      );
    }
  });
  tell({ kind: 'ready' });
};

enableCompileCache();
try {
  // The thread was started by source-thread.ts, with exactly this.
  await run(workerData as SourceThreadOptions);
} catch (error) {
  if (!(error instanceof LocalStackError)) throw error;
  tell({ kind: 'failed', message: error.message });
}
