export { keysFromFile } from './keys-from-file.js';
