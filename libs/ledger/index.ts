export { accounts, cashOf, type Account, type AccountTerms, type NormalSide } from './accounts.js';
export type { Balance, TrialBalance } from './balance.js';
export { credit, debit, entry, reversal, type Entry, type Posting } from './entry.js';
export { LedgerModule } from './ledger.module.js';
export { LedgerService } from './ledger.service.js';
export { posting } from './posting.repository.js';
