export { type KnownAccount } from './customer-import.repository.js';
export { CustomerImportService } from './customer-import.service.js';
export { type ImportedAddress, type ImportedCustomer } from './customer-import.js';
export { type SignedInView } from './customer.resolver.js';
export { unverifiedEmail } from './customers.errors.js';
export { CustomersModule } from './customers.module.js';
export { CustomersService } from './customers.service.js';
export { SegmentImportService, type ImportedMember } from './segments/segment-import.service.js';
export { SignInService } from './sign-in.service.js';
