import { PAGE_SDKS, type Visitor } from '#shared/domain/checkout/visitor.ts';
import type { Call } from '#shared/platform/http/call.ts';
import { visitorOfCall } from '#shared/platform/http/visitor-of-call.ts';
import type { Language } from '../language.ts';

/** Who looks at the page. It offers only what it can carry out itself. */
export const pageVisitor = (call: Call, language: Language): Visitor =>
  visitorOfCall(call, {
    language,
    clientSdks: PAGE_SDKS,
    lastMethod: call.knownDevice?.lastMethod,
  });
