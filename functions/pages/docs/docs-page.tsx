import { ErrorsSection } from './errors-section.tsx';
import { Markup } from './markup.tsx';
import { ObjectsSection } from './objects-section.tsx';
import type { OpenapiDocument } from './openapi-document.ts';
import { OperationSection } from './operation-section.tsx';
import { operationsOf } from './operations-of.ts';
import { ProvidersSection } from './providers-section.tsx';
import { WebhooksSection } from './webhooks-section.tsx';

export interface DocsPageProps {
  readonly document: OpenapiDocument;
  /** The address in the examples. */
  readonly baseUrl: string;
}

const anchor = (title: string): string => title.toLowerCase().replaceAll(/[^a-z]+/g, '-');

/** The whole API on one page, in the order in which somebody new to it reads. */
export const DocsPage = ({ document, baseUrl }: DocsPageProps) => (
  <div class="layout">
    <nav aria-label="Contents">
      <Contents document={document} />
    </nav>
    <main>
      <header>
        <h1>{document.info.title} API</h1>
        <p class="soft">
          Version {document.info.version} · <a href="/openapi.json">openapi.json</a> (OpenAPI{' '}
          {document.openapi})
        </p>
        <Markup text={document.info.description} />
      </header>
      {document.tags.map((tag) => (
        <section key={tag.name} id={anchor(tag.name)}>
          <h2>{tag.name}</h2>
          <Markup text={tag.description} />
          {operationsOf(document, tag.name).map((documented) => (
            <OperationSection
              key={documented.operation.operationId}
              documented={documented}
              baseUrl={baseUrl}
            />
          ))}
        </section>
      ))}
      <ProvidersSection document={document} />
      <WebhooksSection document={document} />
      <ObjectsSection document={document} />
      <ErrorsSection />
    </main>
  </div>
);

const Contents = ({ document }: { readonly document: OpenapiDocument }) => (
  <ul>
    {document.tags.map((tag) => (
      <li key={tag.name}>
        <a href={`#${anchor(tag.name)}`}>{tag.name}</a>
        <ul>
          {operationsOf(document, tag.name).map(({ operation }) => (
            <li key={operation.operationId}>
              <a href={`#${operation.operationId}`}>{operation.summary}</a>
            </li>
          ))}
        </ul>
      </li>
    ))}
    <li>
      <a href="#providers">Providers</a>
    </li>
    <li>
      <a href="#webhooks">Webhooks</a>
    </li>
    <li>
      <a href="#objects">Objects</a>
    </li>
    <li>
      <a href="#errors">Errors</a>
    </li>
  </ul>
);
