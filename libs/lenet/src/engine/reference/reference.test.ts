import { describe } from 'vitest';
import { testConformance } from '../conformance.ts';
import { referenceEngine } from './engine.ts';

describe('reference engine', () => testConformance(() => referenceEngine));
