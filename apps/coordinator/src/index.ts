export { startCoordinator, type Coordinator, type CoordinatorOptions, type StoreLocation } from './coordinator.ts';
export { prepareSeed } from './store/pglite-seed.ts';
