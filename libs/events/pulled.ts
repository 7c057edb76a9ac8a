import { priceChanged } from './contracts/price.js';
import { productChanged } from './contracts/product.js';
import { stockChanged } from './contracts/stock.js';

/** The types of events that have a position, so that who was away reads on from where it was. */
export const pulledTypes = [productChanged.type, priceChanged.type, stockChanged.type] as const;
