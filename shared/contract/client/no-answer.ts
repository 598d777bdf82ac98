/** No answer came in time or at all, after every retry. Whether the call took effect is unknown. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}
