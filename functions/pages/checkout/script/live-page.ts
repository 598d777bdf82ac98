import type { Live, PageState } from '../view/page.ts';

/** What the parts of the script share: the page as it stands, and the ways to change it. */
export interface LivePage {
  readonly state: PageState;
  /** Replaces what the server says. */
  take(state: PageState): void;
  /** The same as the answer to a tap: takes the buyer on, and looks for what comes of it. */
  answered(state: PageState): void;
  /** The browser's weak mark, once it is known. */
  mark(): string | undefined;
  /** Whether this document's policy lets the open payment's form be sent. */
  sendsForms(): boolean;
  /** Changes what only this browser knows. */
  note(live: Partial<Live>): void;
}
