export { currencies, currencyOf, exponentOf, isCurrency, type Currency, type CurrencyCode } from './currency.js';
export {
  formatDecimal,
  formatShort,
  hundredPercent,
  oneUnit,
  parseDecimal,
  percentScale,
  priceScale,
  quantityScale,
  type Percent,
  type Quantity,
  type UnitPrice,
} from './decimal.js';
export { accountEmail, checkedAddress, checkedEmail, type Address, type AddressFields } from './address.js';
export { allocate, allocateWithin, settleShares, unitShare, type Remainder } from './allocate.js';
export { actorName, isAllowed, storeOf, stranger, type Actor, type Buyer, type ChannelRef, type Context } from './context.js';
export { idOf, idPrefixes, isId, type Id, type IdKind } from './id.js';
export { diagram, machine, transition, type Machine } from './machine.js';
export { extend, formatMoney, formatUnitPrice, money, parseMoney, settle, type Money } from './money.js';
export { connection, cursorOf, largestPage, pageRequest, type Connection, type Edge, type PageRequest } from './page.js';
export { parseInstant } from './instant.js';
export { divide, type RoundingMode } from './rounding.js';
export { codeTaken, shortCode, shortName } from './naming.js';
export { addressView, factsView, moneyView, type ShownAddress, type ShownMoney } from './shown.js';
export { inLanguage, isLanguage, localized, type LocalizedText } from './text.js';
export { UserError, userErrorCodes, type Facts, type Path, type UserErrorCode } from './user-error.js';
