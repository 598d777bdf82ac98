import { zh } from '../words/zh.ts';
import { start } from './start.tsx';

start(zh);
