export { namedBuyer } from './buyer.repository.js';
export { BuyersService } from './buyers.service.js';
export { OrganizationImportService } from './organization-import.service.js';
export { type ImportedOrganization } from './organization-import.js';
export { memberRoles, type MemberRole } from './member.js';
export { MembersService } from './members.service.js';
export { OrganizationsModule } from './organizations.module.js';
export { OrganizationsService } from './organizations.service.js';
