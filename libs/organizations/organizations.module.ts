import { Module } from '@nestjs/common';
import { BuyersService } from './buyers.service.js';
import { InvitationsResolver } from './invitations.resolver.js';
import { MembersService } from './members.service.js';
import { OrganizationImportRepository } from './organization-import.repository.js';
import { OrganizationImportService } from './organization-import.service.js';
import { OrganizationsResolver } from './organizations.resolver.js';
import { OrganizationsService } from './organizations.service.js';

/** Organizations that buy, their members, and for whom a customer buys. */
@Module({
  providers: [
    OrganizationImportRepository,
    OrganizationImportService,
    BuyersService,
    MembersService,
    OrganizationsService,
    OrganizationsResolver,
    InvitationsResolver,
  ],
  exports: [OrganizationImportService, BuyersService, MembersService, OrganizationsService],
})
export class OrganizationsModule {}
