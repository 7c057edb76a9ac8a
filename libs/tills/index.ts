export { TillsModule } from './tills.module.js';
