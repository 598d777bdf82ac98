import type { FaultKind } from './faults.ts';
import type { Process } from './process.ts';

export type PointKind = 'start' | 'read' | 'write' | 'send' | 'call' | 'wait';

/** A place where a process can be made to wait, to fail or to die. */
export interface Point {
  readonly kind: PointKind;
  /** One of few words, by which faults are counted: a table, a queue, a route. */
  readonly label: string;
  /** For the story only: which order, which version. */
  readonly detail?: string;
}

/** A step that waits to be picked. */
export interface ParkedStep {
  /** Absent: the simulation's own. */
  readonly process?: Process;
  readonly point: Point;
  readonly execute: () => unknown;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A step that no fault meets: of the simulation itself, or the beginning of a process. What it throws ends the run. */
export const ownStep = (label: string, execute: () => void, process?: Process): ParkedStep => ({
  process,
  point: { kind: 'start', label },
  execute,
  resolve: () => {},
  reject: (error) => {
    throw error;
  },
});

/**
 * What can go wrong at a point. A read whose answer is lost is to everybody a read that failed; who only waits can do
 * nothing but die.
 */
export const FAULTS_AT: Readonly<Record<PointKind, readonly FaultKind[]>> = {
  start: [],
  read: ['fails_before', 'dies_before'],
  write: ['fails_before', 'conflicts', 'fails_after', 'dies_before', 'dies_after'],
  send: ['fails_before', 'fails_after', 'dies_before', 'dies_after'],
  call: ['fails_before', 'fails_after', 'dies_before', 'dies_after'],
  wait: ['dies_before'],
};

/** The error of a step that failed because the simulation wanted it so. */
export class SimulatedFailure extends Error {
  readonly point: Point;
  readonly fault: FaultKind;

  constructor(point: Point, fault: FaultKind) {
    super(`${point.kind} ${point.label} ${fault.replace('_', ' ')} (simulated)`);
    this.point = point;
    this.fault = fault;
  }
}

/** What failing steps reject with, by the kind of the point. */
export type ErrorsAt = Partial<Record<PointKind, (point: Point, fault: FaultKind) => unknown>>;

export const errorAt = (point: Point, fault: FaultKind, errors: ErrorsAt = {}): unknown =>
  errors[point.kind]?.(point, fault) ?? new SimulatedFailure(point, fault);

/**
 * Executes a step, or not, and answers its caller, or not. Says what came of it. An answer that takes time finds
 * nobody any more when its process has ended meanwhile.
 */
export const carryOut = (
  step: ParkedStep,
  fault: FaultKind | undefined,
  { fail, die }: { fail: (fault: FaultKind) => void; die: (fault: FaultKind) => void },
): 'ok' | 'throws' | FaultKind => {
  switch (fault) {
    case undefined:
      return execute(step);
    case 'fails_before':
    case 'conflicts':
      step.process?.strike();
      fail(fault);
      return fault;
    case 'fails_after':
      step.process?.strike();
      executeThen(step, () => fail(fault));
      return fault;
    case 'dies_after':
      executeThen(step, () => die(fault));
      return fault;
    default:
      die(fault);
      return fault;
  }
};

const execute = (step: ParkedStep): 'ok' | 'throws' => {
  try {
    const answer = step.execute();
    if (answer instanceof Promise) {
      answer.then(
        (late) => hasListener(step) && step.resolve(late),
        (error: unknown) => hasListener(step) && step.reject(error),
      );
    } else if (hasListener(step)) step.resolve(answer);
    return 'ok';
  } catch (error) {
    step.reject(error);
    return 'throws';
  }
};

/** Whatever comes out of it, nobody will know. */
const executeThen = (step: ParkedStep, then: () => void): void => {
  let answer: unknown;
  try {
    answer = step.execute();
  } catch {
    // An error is an answer, too.
  }
  const go = (): void => {
    if (hasListener(step)) then();
  };
  if (answer instanceof Promise) void answer.then(go, go);
  else go();
};

const hasListener = ({ process }: ParkedStep): boolean => process?.alive !== false;
