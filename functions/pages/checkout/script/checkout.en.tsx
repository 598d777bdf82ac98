import { en } from '../words/en.ts';
import { start } from './start.tsx';

start(en);
