import type { EventType } from '../webhooks/event.ts';
import type { Announcement } from './decision.ts';
import { MAX_TIMELINE_ENTRIES, type Order, type OrderState, type TimelineEntry } from './order.ts';
import { canMove } from './transitions.ts';

interface Step {
  readonly what: string;
  readonly actor: string;
  readonly attemptId?: string;
  readonly detail?: string;
  readonly announce?: EventType;
  /** The refund that the step and its announcement are about. */
  readonly refundId?: string;
}

/**
 * Writes the next lines of an order's story: each step takes the next sequence number, is checked against the
 * transition table and may be announced to the merchant.
 */
export class Story {
  order: Order;
  readonly announce: Announcement[] = [];
  readonly #at: string;

  constructor(order: Order, now: Date) {
    this.order = order;
    this.#at = now.toISOString();
  }

  /** Something happened that leaves the state as it is. */
  note(step: Step, changes: Partial<Order> = {}): this {
    const sequence = this.order.version + 1;
    const entry: TimelineEntry = {
      sequence,
      at: this.#at,
      what: step.what,
      actor: step.actor,
      attemptId: step.attemptId,
      refundId: step.refundId,
      detail: step.detail,
    };
    this.order = {
      ...this.order,
      ...changes,
      version: sequence,
      updatedAt: this.#at,
      timeline: [...this.order.timeline, entry].slice(-MAX_TIMELINE_ENTRIES),
    };
    if (step.announce)
      this.announce.push({ type: step.announce, sequence, refundId: step.refundId });
    return this;
  }

  /** The order moves on. */
  move(state: OrderState, step: Step, changes: Partial<Order> = {}): this {
    if (!canMove(this.order.state, state)) {
      throw new Error(`order ${this.order.id} cannot go from ${this.order.state} to ${state}`);
    }
    return this.note(step, { ...changes, state });
  }
}
