import { updateCheckoutSettings } from '#shared/contract/api/checkout-settings.ts';
import type { Client } from '#shared/contract/client/client.ts';

/** A lantern on the shop's colour: a PNG of 64 by 64 pixels. */
const LOGO = [
  'data:image/png;base64,',
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABABAMAAABYR2ztAAAAMFBMVEXCQQzCQQzCQQzCQQzCQQzCQQzCQQzC',
  'QQzCQQzLWirTdEfcjWXlp4PuwKH22r7/89xyZOfHAAAACHRSTlMAJEltkrbb/1y0/6IAAAFzSURBVHjavda9',
  'T8JAFADwQxNmN1c31/4Txn/AxJWtsw30BD9WBxMdSUyMI3GRUTdGR0bCxAhxYZWvPt97LcZ7196LDj7SBnq/',
  '3lev9zAGY+cotl6kJwemiN2SYiZRXl6rKEexx+DQVkbCHbCBoG7sh8AZgjgEUhyCe2W4dn9Hph4GDTkGCRJz',
  'HAZNcxoGLTkICVJjw8A64AU4PirBPAdZJYAi/lxDZwt65aA9gdUdwGwAm24ZOB8CTPFYX+NxUwIesfJnauEB',
  'j7EP2tiB7JbAG33regBb59rzdmDmAbq6fCKw6JOVoENFnwM6r+7p3BPg6rvyoqGRAFz5aELnDeOFAHzvO09l',
  'dgk/OrEFfO9rPtUXXI8AcwkyAUAC+C1Qm1A7qQ5TnSh1qtWHpT5ufcGoS05dtPqyV18c/dX7j9df34Jsf0kf',
  'dxOLwyB1N1IftNyt2AdNdzP3QeKmAx803ITig0hPSXpSU9Oimlj11Kwm9/Dfgy/Gv5GnMvU0YgAAAABJRU5E',
  'rkJggg==',
].join('');

/** A demo merchant's page looks like a shop's. */
export const setDemoLook = async (client: Client): Promise<void> => {
  await client.call(updateCheckoutSettings, {
    body: {
      display_name: 'Lantern Games',
      logo_url: LOGO,
      accent: '#c2410c',
      terms_url: 'https://lantern.example/terms',
      support_url: 'https://lantern.example/help',
      support_email: 'help@lantern.example',
    },
  });
};
