/** What somebody has to know before the first call; the OpenAPI document and the page open with it. */
export const API_DESCRIPTION = `
Arteria picks the payment channel for every order, turns every provider's callback into one safe flow, and hands over each card exactly once.

**Keys.** Send \`Authorization: Bearer sk_test_…\` or \`sk_live_…\`. Test and live are two worlds: no object of one is seen in the other. An object of another merchant answers 404, as if it did not exist.

**Money** is an integer count of the currency's minor unit: 990 CNY is ¥9.90, 500 JPY is ¥500; USDT has six decimals.

**Times** are RFC 3339 in UTC. **Ids** start with their kind (\`ord_\`, \`att_\`, \`prod_\`, \`ch_\` …) and sort by creation time.

**Repeating.** Send an \`Idempotency-Key\` with every POST. The same key and body give the first reply again for a day; another body is \`idempotency_key_reused\`; while the first call still runs the answer is \`idempotency_in_progress\`. A POST that lists no such header is harmless to repeat as it is.

**Lists** take \`limit\` and \`starting_after\` (the last id of the page before) and answer \`data\` and \`has_more\`.

**Errors** have one format; \`code\` is for programs, \`message\` for people, \`retryable\` says whether the same call may succeed later. Every answer carries \`Request-Id\`.

**Growth.** Replies may get new fields, and lists of words new words; ignore what you do not know. Requests with unknown fields are refused.
`.trim();
