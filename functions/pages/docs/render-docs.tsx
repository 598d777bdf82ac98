import { RawReply } from '#shared/platform/http/call.ts';
import { renderDocument } from '../document.tsx';
import { pageHeaders } from '../page-headers.ts';
import { DocsPage, type DocsPageProps } from './docs-page.tsx';
import { DOCS_STYLE } from './style.ts';

export const renderDocs = (props: DocsPageProps): RawReply =>
  new RawReply(
    200,
    pageHeaders({ style: DOCS_STYLE }),
    renderDocument(
      { title: `${props.document.info.title} API`, language: 'en', style: DOCS_STYLE },
      <DocsPage {...props} />,
    ),
  );
