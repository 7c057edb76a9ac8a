import { Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { AddressBookService } from './address-book.service.js';
import { CustomerImportRepository } from './customer-import.repository.js';
import { CustomerImportService } from './customer-import.service.js';
import { CustomerRepository } from './customer.repository.js';
import { CustomerResolver, ViewerCustomerResolver } from './customer.resolver.js';
import { CustomersResolver } from './customers.resolver.js';
import { CustomersService } from './customers.service.js';
import { GroupRepository } from './group.repository.js';
import { SegmentImportService } from './segments/segment-import.service.js';
import { SegmentRepository } from './segments/segment.repository.js';
import { SegmentsResolver } from './segments/segments.resolver.js';
import { SegmentsService } from './segments/segments.service.js';
import { SignInService } from './sign-in.service.js';

/** Customers: their accounts, addresses, groups and segments. */
@Module({
  imports: [AccessModule],
  providers: [
    AddressBookService,
    CustomerImportRepository,
    CustomerImportService,
    CustomerRepository,
    CustomerResolver,
    CustomersResolver,
    CustomersService,
    GroupRepository,
    SegmentImportService,
    SegmentRepository,
    SegmentsResolver,
    SegmentsService,
    SignInService,
    ViewerCustomerResolver,
  ],
  exports: [CustomerImportService, CustomersService, SegmentImportService],
})
export class CustomersModule {}
