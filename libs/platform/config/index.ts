export { Config, variableNames, type Environment } from './config.js';
export { ConfigModule } from './config.module.js';
export { projectFolder } from './project.js';
export { StartupError } from './startup-error.js';
