export { isGtin } from './gtin.js';
