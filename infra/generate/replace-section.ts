/**
 * Replaces what stands between `<!-- generated:<name> -->` and `<!-- /generated:<name> -->`.
 *
 * @throws Error when the text lacks the markers
 */
export const replaceSection = (text: string, name: string, content: string): string => {
  const start = `<!-- generated:${name} -->`;
  const end = `<!-- /generated:${name} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the markers of the section "${name}" are missing`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
};
