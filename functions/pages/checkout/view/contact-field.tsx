import type { PageProps } from './page.ts';

/** The buyer's e-mail or phone, where the shop asks for it. One that was given may be corrected, and need not be repeated. */
export const ContactField = ({ page: { view, words, problem, typed = {} } }: PageProps) => {
  const { asked, given } = view.contact;
  if (asked === 'off') return null;
  const isRequired = asked === 'required' && !given;
  const wrong = problem === 'missing_contact' || problem === 'invalid_contact';
  return (
    <div class="field">
      <label for="contact">
        {isRequired ? words.lookupContact : words.optionally(words.lookupContact)}
      </label>
      <input
        name="contact"
        inputMode="email"
        autocomplete="email"
        autocapitalize="none"
        spellcheck={false}
        required={isRequired}
        minLength={3}
        maxLength={128}
        defaultValue={typed.contact}
        id="contact"
        aria-invalid={wrong || undefined}
        aria-describedby="contact-hint"
      />
      <small id="contact-hint">
        {wrong ? words.problems[problem] : given ? words.contactGiven : words.contactHint}
      </small>
    </div>
  );
};
