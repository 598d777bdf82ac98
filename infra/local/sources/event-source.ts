/** Something that feeds a function until it is stopped. */
export interface EventSource {
  /** Takes nothing new and waits for what is being worked on. */
  stop(): Promise<void>;
}
