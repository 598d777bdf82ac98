import type { PageState } from '../view/page.ts';
import type { LivePage } from './live-page.ts';
import { typedIn } from './typed-fields.ts';

/**
 * Takes over the page's own forms: what the server answers is drawn in place, and nothing that was typed is lost. When nobody
 * answers, the same tap can be repeated: the same method is the same payment. Forms of gateways are sent by the browser.
 */
export const submitForms = (page: LivePage): void => {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || 'gateway' in form.dataset) return;
    event.preventDefault();
    const { submitter } = event;
    const button = submitter instanceof HTMLButtonElement ? submitter : undefined;
    void submit(page, form.action, fieldsOf(form, button));
  });
};

/** A function answers within 30 seconds or not at all. */
const LIMIT_MILLIS = 40_000;

/** Two taps are one. */
let isSent = false;

/** A payment that the page begins without a tap. A tap meanwhile is heard after it: what the buyer wants stands. */
let beginning: Promise<void> | undefined;
export const submitByItself = (...sent: Parameters<typeof submit>): void => {
  beginning = submit(...sent);
};

/** Sends a form of ours, and draws the answer. */
export const submit = async (
  page: LivePage,
  action: string,
  fields: URLSearchParams,
): Promise<void> => {
  await beginning;
  if (isSent) return;
  isSent = true;
  page.note({ busy: fields.get('method') ?? '' });
  const mark = page.mark();
  if (mark !== undefined) fields.set('fingerprint', mark);
  const state = await post(action, fields);
  isSent = false;
  page.note({ busy: undefined, offline: state === 'unreachable' });
  if (state === 'unreachable') return;
  // A page that says what is wrong, and that a script need not understand.
  if (state === 'gone') return location.reload();
  if (typeof state === 'string') return page.take({ ...page.state, problem: state });
  const { typed = {} } = page.state;
  page.answered({ ...state, typed: { ...typed, ...typedIn(fields) } });
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
