/** The sandbox's own number of a payment. */
export const referenceOf = (orderNumber: string): string => `sandbox_${orderNumber}`;
