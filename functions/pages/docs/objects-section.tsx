import { fieldRows } from './field-rows.ts';
import { FieldTable } from './field-table.tsx';
import type { OpenapiDocument } from './openapi-document.ts';

/** The objects that several routes answer. */
export const ObjectsSection = ({ document }: { readonly document: OpenapiDocument }) => (
  <section id="objects">
    <h2>Objects</h2>
    {Object.entries(document.components.schemas).map(([name, schema]) => (
      <section key={name} id={`object-${name}`}>
        <h3>{name}</h3>
        <FieldTable rows={fieldRows(schema)} caption={name} requests={false} />
      </section>
    ))}
  </section>
);
