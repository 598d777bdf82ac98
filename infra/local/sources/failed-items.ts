/**
 * What a function says about its batch (AWS: "Implementing partial batch responses"). `all` when the answer can't be
 * trusted: an id that is empty or not in the batch, or a list that is none.
 */
export const failedItems = (
  answer: unknown,
  idsInBatch: ReadonlySet<string>,
): ReadonlySet<string> | 'all' => {
  const failures = (answer as { batchItemFailures?: unknown } | null | undefined)
    ?.batchItemFailures;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return 'all';
  const failed = new Set<string>();
  for (const failure of failures) {
    const id: unknown = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof id !== 'string' || !idsInBatch.has(id)) return 'all';
    failed.add(id);
  }
  return failed;
};
