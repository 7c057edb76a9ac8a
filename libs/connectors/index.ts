export type { Counts } from './counts.js';
export { ConnectorsModule } from './connectors.module.js';
export { effectOf, policies, sentence, type Finding, type Policy } from './finding.js';
export { importKinds, type ImportKind, type ImportOptions } from './importer.js';
export { ImportService, type ImportProgress, type ImportRequest, type ImportWatch } from './import.service.js';
export { Report } from './report.connector.js';
export { summaryLines, type ImportSummary } from './summary.js';
