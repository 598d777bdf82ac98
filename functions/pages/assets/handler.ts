import { api } from '#shared/platform/http/api.ts';
import { publicServices } from '../../wiring/public-services.ts';
import { SCRIPTS_FOLDER } from '../page-scripts.ts';
import { readScript } from './read-script.ts';

/** The pages' scripts. Apart from the pages, because whoever reads a script needs nothing else of them. */
export const handler = api(publicServices('pages'), [readScript(SCRIPTS_FOLDER)]);
