export { Ctx, FreshCtx, type Asked, type Fresh, type RequestNote } from './asked.js';
export type { Around, CheckedOperation, Execution } from './execution.js';
export { ExecutionPlugin } from './execution.plugin.js';
export { guardSchema, permissionOf } from './guard-schema.js';
export { mostTokens, shapeRule, type Limits } from './limits.js';
export { loader } from './loaders.js';
export { InternalError, maskError, type Masking } from './mask.js';
export { PlatformGraphqlModule } from './platform-graphql.module.js';
export { scalars } from './scalars.js';
export { textRule } from './texts.js';
export { schemaFiles } from './schema-files.js';
// one type per type of the schema: the list is the schema itself
export type * from './generated/types.js';
