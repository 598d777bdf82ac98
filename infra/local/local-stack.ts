import { setTimeout as pause } from 'node:timers/promises';
import { createKeyFile } from '#shared/adapters/kms/key-file.ts';
import { REPOSITORY } from '../bundle.ts';
import { cachedAssembly } from './assembly/cached-assembly.ts';
import { type Closing, createClosing } from './closing.ts';
import { createQueues } from './emulators/create-queues.ts';
import { createTables, dropTables } from './emulators/create-tables.ts';
import { ACCOUNT_ID } from './emulators/emulator-calls.ts';
import { type Emulators, startEmulators } from './emulators/start-emulators.ts';
import { captureLogs } from './functions/function-logs.ts';
import { functionsOfRequests } from './functions/functions-by-thread.ts';
import { createInvoker } from './functions/invoker.ts';
import { loadFunctions } from './functions/load-functions.ts';
import { type Listener, openListener } from './http/open-listener.ts';
import { serveApi } from './http/serve-api.ts';
import {
  apisByPort,
  LOCAL_REGION,
  PLANNED_ADDRESSES,
  runningAddresses,
} from './local-addresses.ts';
import { LocalStackError } from './local-stack-error.ts';
import type { LocalStackOptions } from './local-stack-options.ts';
import { countSdkCalls } from './measure/count-sdk-calls.ts';
import { type Measurements, measurementsOf, sumMeasurements } from './measure/measurements.ts';
import { startSourceThread } from './sources/source-thread.ts';
import { type LocalDirectory, localDirectory } from './state/local-directory.ts';
import { type LocalState, openLocalState } from './state/local-state.ts';
import type { LocalModel } from './template/local-model.ts';
import { type CloudAssembly, readAssembly } from './template/read-assembly.ts';
import { readModel } from './template/read-model.ts';

/** A local stack in this process. */
export interface LocalStack {
  /** `http://localhost:4000` */
  readonly baseUrl: string;
  readonly callbackBaseUrl: string;
  readonly region: string;
  readonly directory: LocalDirectory;
  readonly state: LocalState;
  readonly model: LocalModel;
  readonly emulators: Emulators;
  /** Resolves when a part of it ends without having been asked to. */
  readonly failed: Promise<Error>;
  /**
   * What its functions did; SDK calls only when they are counted.
   * @param reset count them from zero afterwards
   */
  measure(reset?: boolean): Promise<Measurements>;
  /**
   * Switches a queue's consumer off, as disabling its event source mapping does in the cloud: batches that run end,
   * messages that come wait.
   * @param name the queue's, with or without the prefix of its environment
   * @throws LocalStackError when no queue of that name has a consumer
   */
  pauseQueue(name: string): Promise<void>;
  resumeQueue(name: string): Promise<void>;
  /** Writes to the terminal; everything that functions print goes to a file. */
  print(text: string): void;
  stop(): Promise<void>;
}

/** An invocation that takes longer than this to end is cut off when the stack stops; it is repeated by what started it. */
const STOP_LIMIT_MILLIS = 5_000;

/**
 * Starts the dev environment on this machine: emulators, functions, HTTP, queues, streams, schedules. Functions share
 * this process and its environment variables, so a process holds one stack at a time.
 * @throws LocalStackError when it can't, with what to do about it.
 */
export const openLocalStack = async (options: LocalStackOptions): Promise<LocalStack> => {
  const closing = createClosing();
  try {
    return await open(options, closing);
  } catch (error) {
    await closing.close();
    throw error;
  }
};

const open = async (options: LocalStackOptions, closing: Closing): Promise<LocalStack> => {
  const directory = localDirectory(options.directory);
  const state = openLocalState(directory, options.fresh);
  closing.add(() => state.close());
  await createKeyFile(directory.sealingKey);
  const listeners = await openListeners(options, closing);
  const [emulators, assembly] = await both(
    startEmulators(directory, LOCAL_REGION, closing, options.dynamoDbEndpoint),
    loadAssembly(options),
  );
  const planned = readModel(assembly, PLANNED_ADDRESSES);
  // Another DynamoDB keeps its tables outside the directory that was emptied.
  if (options.fresh) await dropTables(emulators.dynamoDb, planned.tables);
  const newTables = await createTables(emulators.dynamoDb, planned.tables);
  emulators.prepareTables();
  // What is remembered is about data that is gone: the demo shop, how far streams were read.
  const forget = newTables.size === planned.tables.length;
  if (forget) state.forgetAll();

  const apiNames = apisByPort(planned).map(({ name }) => name);
  const ports = portsOf(apiNames, listeners);
  const model = readModel(assembly, runningAddresses(ports, emulators.queueUrl, state));
  await createQueues(emulators.sqs, model.queues, emulators.queueUrl);

  const logs = captureLogs(directory.functionLog);
  closing.add(() => logs.stop());
  const measure = options.measure ?? false;
  const sdkCalls = measure ? countSdkCalls() : undefined;
  closing.add(() => sdkCalls?.stop());
  const endpoints = {
    region: LOCAL_REGION,
    dynamoDb: emulators.dynamoDbEndpoint,
    sqs: emulators.sqsEndpoint,
    sealingKeyFile: directory.sealingKey,
  };
  const starting = startSourceThread({
    model,
    endpoints,
    newTables,
    stateFile: directory.sourceState,
    forget,
    functionLog: directory.functionLog,
    measure,
  });
  closing.add(async () => {
    const started = await starting.catch(() => undefined);
    await started?.stop(STOP_LIMIT_MILLIS);
  });
  const [{ loaded, restore }, sources] = await both(
    loadFunctions(functionsOfRequests(model), endpoints),
    starting,
  );
  closing.add(restore);
  const invoker = createInvoker(loaded);

  closing.add(() => withinLimit(invoker.idle()));
  const shared = { invoker, accountId: ACCOUNT_ID, region: LOCAL_REGION };
  for (const [index, api] of apisByPort(model).entries()) {
    const listener = listeners[index];
    listener?.answerWith(serveApi({ ...shared, api, port: listener.port }));
  }
  closing.add(async () => {
    for (const listener of listeners) listener.refuse();
    await withinLimit(invoker.idle());
  });

  const [front, callbacks] = listeners;
  return {
    baseUrl: `http://localhost:${front?.port}`,
    callbackBaseUrl: `http://127.0.0.1:${callbacks?.port}`,
    region: LOCAL_REGION,
    directory,
    state,
    model,
    emulators,
    failed: Promise.race([emulators.failed, sources.failed]),
    measure: async (reset = false) => {
      const own = measurementsOf(sdkCalls, invoker);
      if (reset) sdkCalls?.reset();
      return sumMeasurements(own, await sources.measure(reset));
    },
    pauseQueue: sources.pauseQueue,
    resumeQueue: sources.resumeQueue,
    print: logs.print,
    stop: () => closing.close(),
  };
};

const openListeners = async (
  { port, callbacksPort }: LocalStackOptions,
  closing: Closing,
): Promise<Listener[]> => {
  const listeners: Listener[] = [];
  const wanted = [
    { port, what: 'the API' },
    { port: callbacksPort ?? (port === 0 ? 0 : port + 1), what: "the providers' callbacks" },
  ];
  for (const { port: wantedPort, what } of wanted) {
    const listener = await openListener(wantedPort, what);
    closing.add(() => listener.close());
    listeners.push(listener);
  }
  return listeners;
};

const loadAssembly = async (options: LocalStackOptions): Promise<CloudAssembly> => {
  if (options.assembly) return readAssembly(options.assembly);
  const { folder } = await cachedAssembly(REPOSITORY, () =>
    options.progress?.('bundling the functions and synthesising the templates …'),
  );
  return readAssembly(folder);
};

const portsOf = (
  apiNames: readonly string[],
  listeners: readonly Listener[],
): ReadonlyMap<string, number> => {
  if (apiNames.length > listeners.length) {
    throw new LocalStackError(`There is no port for the APIs ${apiNames.join(', ')}.`);
  }
  return new Map(apiNames.map((name, index) => [name, listeners[index]?.port ?? 0]));
};

/** Waits for both even when one fails, so that nothing goes on behind a failed start. */
const both = async <A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> => {
  await Promise.allSettled([a, b]);
  return [await a, await b];
};

const withinLimit = async (ending: Promise<void>): Promise<void> => {
  await Promise.race([ending, pause(STOP_LIMIT_MILLIS, undefined, { ref: false })]);
};
