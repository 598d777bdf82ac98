import type { RawReply } from '#shared/platform/http/call.ts';
import { pageReply } from '../document.tsx';
import { DocsPage, type DocsPageProps } from './docs-page.tsx';
import { DOCS_STYLE } from './style.ts';

export const renderDocs = (props: DocsPageProps): RawReply =>
  pageReply(
    { title: `${props.document.info.title} API`, language: 'en', style: DOCS_STYLE },
    <DocsPage {...props} />,
  );
