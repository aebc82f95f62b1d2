import { describe } from 'vitest';
import { testConformance } from '../conformance.ts';
import { createTensorflowEngine } from './engine.ts';
import { tensorflowIsSetUp } from './set-up.fixture.ts';

describe.skipIf(!tensorflowIsSetUp)('tensorflow engine [tensorflow]', () => testConformance(createTensorflowEngine));
