import { describe } from 'vitest';
import { testConformance } from '../conformance.ts';
import { engineFrom } from './engine.ts';

describe('tensorflow engine [tensorflow]', () =>
  testConformance(() => engineFrom('/tmp/tf/npm/inst/node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node')));
