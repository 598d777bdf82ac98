/** Where a function finds the scripts for browsers that were built into its bundle. */
export const PAGE_SCRIPTS = {
  /** A folder beside the function's code. */
  folder: 'scripts',
  /** A file in it: names of entries to names of files. */
  list: 'scripts.json',
  /** The path under which they are served. */
  path: '/assets',
} as const;
