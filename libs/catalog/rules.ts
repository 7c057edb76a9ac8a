export { viewerOf } from './seen.js';
export { optionName, type Attribute } from './attributes/attribute.js';
export { canonicalGtin, isGtin, spellingsOf } from './gtin.js';
