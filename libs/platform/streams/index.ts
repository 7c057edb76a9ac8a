export { endable, type Stream } from './endable.js';
