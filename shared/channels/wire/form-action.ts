import type { NextAction } from '../../domain/orders/attempt.ts';

const MAX_FIELDS = 64;

/**
 * Reads the self-submitting form that a gateway sends as HTML. Only its address and fields are taken over: a
 * provider's markup and scripts never reach our page.
 *
 * @param base the address a relative `action` is relative to
 * @returns `undefined` when there is no form that leads to a web address
 */
export const formAction = (html: string, base: string): NextAction | undefined => {
  const form = /<form\b([^<>]{0,4096})>/i.exec(html);
  if (!form) return undefined;
  const attributes = attributesOf(form[1] ?? '');
  const action = URL.parse(attributes.get('action') ?? '', base);
  if (!action || (action.protocol !== 'https:' && action.protocol !== 'http:')) return undefined;
  const fields: Record<string, string> = {};
  const inputs = [...html.slice(form.index).matchAll(/<input\b([^<>]{0,4096})>/gi)];
  if (inputs.length > MAX_FIELDS) return undefined;
  for (const input of inputs) {
    const values = attributesOf(input[1] ?? '');
    const name = values.get('name');
    if (name && values.get('type')?.toLowerCase() !== 'submit') {
      fields[name] = values.get('value') ?? '';
    }
  }
  const method = attributes.get('method')?.toUpperCase() === 'POST' ? 'POST' : 'GET';
  return { kind: 'form', action: action.href, method, fields };
};

const attributesOf = (tag: string): Map<string, string> => {
  const attributes = new Map<string, string>();
  for (const match of tag.matchAll(
    /(?<![a-z-])([a-z-]{1,64})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi,
  )) {
    const [, name = '', double, single, bare] = match;
    attributes.set(name.toLowerCase(), unescapeHtml(double ?? single ?? bare ?? ''));
  }
  return attributes;
};

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#039': "'",
};

const unescapeHtml = (text: string): string =>
  text.replace(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
