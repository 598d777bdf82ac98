/** Who has something for itself, and since when. */
export interface Lease {
  /** What is had, e.g. an address, or an address with an exact amount. The same for every tenant. */
  readonly resource: string;
  /** Our order number of the payment, with what else its adapter has to find again by it: `01k9…/9900000`. */
  readonly holder: string;
  readonly from: Date;
  /** Nobody else gets it before. Long after the payment's own end, because money comes late. */
  readonly until: Date;
}

/**
 * Exclusive use of things that tell payments apart where the provider knows no order numbers. A lease that ended stays on
 * record until the next one takes its place, so that late money still finds its payment.
 */
export interface LeaseStore {
  /** Takes it unless somebody else has it. The same holder again keeps the lease it has. */
  take(lease: Lease): Promise<'taken' | 'held_by_another'>;
  /** The newest lease of a resource, also an ended one. */
  newest(resource: string): Promise<Lease | undefined>;
}
