/** The element that the page's script draws into. */
export const ROOT_ID = 'page';
/** The element that holds what the script starts from. */
export const STATE_ID = 'state';
