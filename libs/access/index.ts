export { AccessModule } from './access.module.js';
export { AccessService, type NewKey } from './access.service.js';
export { permissions, type Permission } from './permissions.js';
