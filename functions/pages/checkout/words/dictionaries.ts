import type { Language } from '../../language.ts';
import type { Dictionary } from './dictionary.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** For the server, which answers in both languages. The page's script gets one of them. */
export const DICTIONARIES: Readonly<Record<Language, Dictionary>> = { zh, en };
