import type { SeenAcknowledgement } from '../invariants/evidence.ts';

/** What the run did and saw, beyond what is stored anywhere. */
export class Chronicle {
  /** Orders that were begun, and those of them that the shop took. */
  begun = 0;
  made = 0;
  kills = 0;
  restarts = 0;
  /** Times that a queue's consumer stood still. */
  pauses = 0;
  /** Calls that ended without an answer. */
  cutOff = 0;
  /** Answers that say that the server failed. */
  serverErrors = 0;
  attempts = 0;
  redriven = 0;
  /** Webhooks that the merchant asked for, because their next try was minutes away. */
  askedFor = 0;
  /** Answers that no contract promises. */
  readonly unexpected: string[] = [];
  /** What was answered to callbacks that did not come from a gateway. */
  readonly acknowledgements: SeenAcknowledgement[] = [];
  /** Orders for whose money a person vouched, or may have. */
  readonly completedByHand = new Set<string>();
  /** Card → orders that showed it to their buyer. */
  readonly shownCards = new Map<string, Set<string>>();
  /** Cards that the shop said it took. */
  importedCards = 0;
  readonly faults = new Map<string, number>();
  /** Call, and how it was refused → how often. */
  readonly refusals = new Map<string, number>();

  noteFault(name: string): void {
    this.faults.set(name, (this.faults.get(name) ?? 0) + 1);
  }

  noteRefusal(call: string, code: string): void {
    const name = `${call}: ${code}`;
    this.refusals.set(name, (this.refusals.get(name) ?? 0) + 1);
  }

  noteCard(value: string, orderId: string): void {
    const orders = this.shownCards.get(value) ?? new Set();
    this.shownCards.set(value, orders.add(orderId));
  }
}
