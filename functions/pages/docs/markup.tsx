const inline = (text: string) =>
  text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith('`') && part.length > 1) return <code>{part.slice(1, -1)}</code>;
    return part.startsWith('**') ? <strong>{part.slice(2, -2)}</strong> : part;
  });

/** The little Markdown that descriptions use: paragraphs, `code` and **bold**. */
export const Markup = ({ text }: { readonly text: string }) => (
  <>
    {text.split(/\n{2,}/).map((paragraph) => (
      <p key={paragraph}>{inline(paragraph)}</p>
    ))}
  </>
);

/** The same within a line. */
export const Inline = ({ text }: { readonly text: string }) => <>{inline(text)}</>;
