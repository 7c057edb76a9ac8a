export type { RateFields, ShippingMethod, ShippingMethodInput, ShippingMethodKey } from './shipping-method.js';
export { ShippingModule } from './shipping.module.js';
export { readShippingMethods } from './shipping.repository.js';
export { ShippingService } from './shipping.service.js';
