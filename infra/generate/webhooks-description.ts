/** How a merchant receives events; the page's chapter on webhooks opens with it. */
export const WEBHOOKS_DESCRIPTION = `
Events are sent by POST to the endpoints that you register, as JSON, signed by the Standard Webhooks specification. Every message carries the headers \`webhook-id\` (the event's id, the same in every try), \`webhook-timestamp\` (seconds) and \`webhook-signature\`.

**Check every message**: take HMAC-SHA-256 of \`<webhook-id>.<webhook-timestamp>.<body>\` with the bytes of your secret (base64 after \`whsec_\`), encode it as base64 and compare it with one of the signatures behind \`v1,\`; refuse timestamps more than five minutes away. The libraries of Standard Webhooks do it for you. While a secret is being rotated there is a signature for each of both.

**Answer 2xx** within a few seconds. Anything else is repeated over three days with growing pauses; 410 switches the endpoint off. The same event may come more than once and events may come out of order: act once per \`id\`, and ignore an event whose \`sequence\` is not above the last one you saw of its \`object_id\`.
`.trim();
