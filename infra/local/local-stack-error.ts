/** The local stack can't start or go on, for a reason that its user can do something about: shown without a stack trace. */
export class LocalStackError extends Error {
  override readonly name = 'LocalStackError';
}
