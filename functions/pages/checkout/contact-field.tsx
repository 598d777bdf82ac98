import type { Language } from '../language.ts';
import { DICTIONARIES } from './dictionary.ts';
import type { Problem, ViewContext } from './view-context.ts';

/** The buyer's e-mail or phone, where the shop asks for it. One that was given may be corrected, and need not be repeated. */
export const ContactField = ({
  contact: { asked, given },
  language,
  value,
  problem,
}: {
  readonly contact: ViewContext['view']['contact'];
  readonly language: Language;
  /** What the buyer has typed: it stays in the form. */
  readonly value?: string | undefined;
  readonly problem?: Problem | undefined;
}) => {
  if (asked === 'off') return null;
  const words = DICTIONARIES[language];
  const isRequired = asked === 'required' && !given;
  const wrong = problem === 'missing_contact' || problem === 'invalid_contact';
  return (
    <label class="field">
      <span>{isRequired ? words.lookupContact : words.optionally(words.lookupContact)}</span>
      <input
        name="contact"
        inputMode="email"
        autocomplete="email"
        autocapitalize="none"
        spellcheck={false}
        required={isRequired}
        minLength={3}
        maxLength={128}
        value={value}
        aria-invalid={wrong ? 'true' : undefined}
        aria-describedby="contact-hint"
      />
      <small id="contact-hint">
        {wrong ? words.problems[problem] : given ? words.contactGiven : words.contactHint}
      </small>
    </label>
  );
};
