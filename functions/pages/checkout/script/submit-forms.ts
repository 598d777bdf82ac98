import type { PageState } from '../view/page.ts';
import { loadForForm } from './follow-payment.ts';
import type { LivePage } from './live-page.ts';
import { typedIn } from './typed-fields.ts';

/**
 * Takes over the page's own forms: what the server answers is drawn in place, and nothing that was typed is lost. When nobody
 * answers, the same tap can be repeated: the same method is the same payment. Forms of gateways are sent by the browser.
 */
export const submitForms = (page: LivePage): void => {
  let pressed: HTMLButtonElement | undefined;
  document.addEventListener('click', ({ target }) => {
    pressed = (target instanceof Element && target.closest('button')) || undefined;
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if ('gateway' in form.dataset) {
      if (page.sendsForms()) return;
      event.preventDefault();
      return loadForForm(page);
    }
    event.preventDefault();
    // Safari before 15.4 does not say which button it was.
    const submitter = event.submitter ?? pressed;
    const button =
      submitter instanceof HTMLButtonElement && submitter.form === form ? submitter : undefined;
    void submit(page, form.action, fieldsOf(form, button));
  });
};

/** A function answers within 30 seconds or not at all. */
const LIMIT_MILLIS = 40_000;

interface Sending {
  readonly method: string | null;
  readonly isByItself: boolean;
  /** The buyer tapped the same method meanwhile. */
  tap?: URLSearchParams;
}

/** Two taps are one. What began without a tap holds up nobody who taps. */
let sending: Sending | undefined;

/** Sends a form of ours, and draws the answer. */
export const submit = async (
  page: LivePage,
  action: string,
  fields: URLSearchParams,
): Promise<void> => {
  const method = fields.get('method');
  const isByItself = fields.has('by_itself');
  if (sending && (isByItself || !sending.isByItself)) return;
  page.note({ busy: method ?? '' });
  // It is that payment, and its answer is waited for.
  if (sending?.method === method) {
    sending.tap = fields;
    return;
  }
  const own: Sending = { method, isByItself };
  sending = own;
  const mark = page.mark();
  if (mark !== undefined) fields.set('fingerprint', mark);
  const state = await post(action, fields);
  // Another method was tapped meanwhile: that answer is the newer one.
  if (sending !== own) return;
  sending = undefined;
  if (own.tap) return submit(page, action, own.tap);
  page.note({ busy: undefined, offline: state === 'unreachable' });
  // Nobody has asked for what begins by itself: nobody is told, and the page stays.
  if (state === 'unreachable' || (isByItself && typeof state === 'string')) return;
  // A page that says what is wrong, and that a script need not understand.
  if (state === 'gone') return location.reload();
  if (typeof state === 'string') return page.take({ ...page.state, problem: state });
  const { typed = {}, chosen } = page.state;
  // Nor is a form taken away that the buyer opened meanwhile.
  const kept = isByItself && chosen ? { chosen } : {};
  page.answered({ ...state, ...kept, typed: { ...typed, ...typedIn(fields) } });
  document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
};

const post = async (
  action: string,
  fields: URLSearchParams,
): Promise<PageState | 'unreachable' | 'rate_limited' | 'failed' | 'gone'> => {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), LIMIT_MILLIS);
  try {
    const reply = await fetch(action, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: fields,
      signal: limit.signal,
    });
    if (reply.ok) return (await reply.json()) as PageState;
    if (reply.status === 429) return 'rate_limited';
    return reply.status >= 500 ? 'failed' : 'gone';
  } catch {
    return 'unreachable';
  } finally {
    clearTimeout(timer);
  }
};

const fieldsOf = (
  form: HTMLFormElement,
  button: HTMLButtonElement | undefined,
): URLSearchParams => {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form))
    if (typeof value === 'string') fields.append(name, value);
  if (button?.name) fields.append(button.name, button.value);
  return fields;
};
