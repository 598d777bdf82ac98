/** A payment as rules see it. Unknown words are empty. */
export interface PaymentFacts {
  readonly amountMinor: number;
  readonly currency: string;
  readonly method: string;
  readonly device: string;
  readonly region: string;
  readonly hour: number;
  readonly weekday: number;
  readonly issuer: string;
  readonly product: string;
  readonly quantity: number;
  readonly riskLevel: 'low' | 'medium' | 'high';
  readonly returningBuyer: boolean;
  readonly paidOrders: number;
}

/** A channel as rules see it, for one payment. */
export interface ChannelFacts {
  readonly id: string;
  readonly provider: string;
  readonly role: 'main' | 'backup';
  readonly tags: readonly string[];
  readonly feeMinor: number;
  /** 1 is the cheapest for this payment among the channels that may take it; equals share a rank. */
  readonly feeRank: number;
  /** 1 is the best recent success among them. */
  readonly successRank: number;
  readonly settlementDays: number;
  readonly upstream: string;
  readonly preferred: boolean;
}
