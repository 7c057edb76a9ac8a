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
import { SignInService } from './sign-in.service.js';

/** Customers: their accounts, addresses and groups. */
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
    SignInService,
    ViewerCustomerResolver,
  ],
  exports: [CustomerImportService, CustomersService],
})
export class CustomersModule {}
