export { type Exception, type ExceptionKind, type SaleException } from './exception.js';
export { raising, raisingForOrder, raisingOf } from './exception.repository.js';
export { exceptionView } from './exception.view.js';
export { ExceptionsModule } from './exceptions.module.js';
export { ExceptionsService } from './exceptions.service.js';
