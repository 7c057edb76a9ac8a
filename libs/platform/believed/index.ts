export { Believed } from './believed.js';
