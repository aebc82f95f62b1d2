export { startCoordinator, type Coordinator, type CoordinatorOptions, type StoreLocation } from './coordinator.ts';
export type { ServedDataset } from './services/agent-service.ts';
export { prepareSeed } from './store/pglite-seed.ts';
