import type { LocalFunction, LocalModel } from '../template/local-model.ts';

/** The functions that queues, streams and schedules start. */
export const functionsOfSources = ({
  functions,
  queueMappings,
  streamMappings,
  schedules,
}: LocalModel): LocalFunction[] => {
  const started = new Set(
    [...queueMappings, ...streamMappings, ...schedules].map(({ functionName }) => functionName),
  );
  return functions.filter(({ name }) => started.has(name));
};

/** The functions behind HTTP, and those that nothing starts. */
export const functionsOfRequests = (model: LocalModel): LocalFunction[] => {
  const sourced = new Set(functionsOfSources(model));
  const routed = new Set(
    model.apis.flatMap(({ routes }) => routes.map(({ functionName }) => functionName)),
  );
  return model.functions.filter((one) => !sourced.has(one) || routed.has(one.name));
};
