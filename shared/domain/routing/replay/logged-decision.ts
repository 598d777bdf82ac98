/** One number a channel, in whichever form the caller has it. */
export type ByChannel = ReadonlyMap<string, number> | Readonly<Record<string, number>>;

/** A routing decision that was made and paid off, beside what another policy would have done in its place. */
export interface LoggedDecision {
  /** The channel that came first. */
  readonly loggedChannel: string;
  /** How likely it was to come first when the decision was made, in (0, 1]. */
  readonly propensity: number;
  /** What the decision earned, in minor units of one currency; 0 when the payment failed. */
  readonly reward: number;
  /**
   * How likely the new policy is to put each channel first. What is missing to 1 is the chance that it takes no
   * channel, which earns nothing; a sum above 1 is scaled down to 1.
   */
  readonly probabilities: ByChannel;
  /**
   * What the model expects each channel to earn, in minor units; a missing channel is expected to earn nothing. The
   * model must not have learned from the decisions it is judged on, or intervals come out too narrow.
   */
  readonly predicted: ByChannel;
}
