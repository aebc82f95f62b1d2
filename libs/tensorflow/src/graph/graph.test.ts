import { beforeAll, describe, expect, test } from 'vitest';
import { loadBinding, type Binding } from '../binding.ts';
import { findTensorflow } from '../home.ts';
import { Session } from '../session.ts';
import { tensorflowIsSetUp } from '../set-up.fixture.ts';
import * as attribute from './attribute.ts';
import { Graph } from './graph.ts';

const INT = { T: attribute.dtype('int32') };

test('names are unique, and what a loop computes is counted', () => {
  const graph = new Graph();
  const names = Array.from({ length: 3 }, () => graph.constant('float32', 1).node);
  expect(new Set(names).size).toBe(3);
  expect(graph.loopOperations).toBe(0);
  const count = graph.constant('int32', 1);
  graph.repeat(count, [graph.constant('int32', 0)], (round, [sum]) => [graph.op('AddV2', [sum, round], INT)]);
  expect(graph.loopOperations).toBeGreaterThan(1);
});

describe.skipIf(!tensorflowIsSetUp)('a loop in TensorFlow [tensorflow]', () => {
  let binding: Binding;

  beforeAll(() => {
    binding = loadBinding((findTensorflow('gpu') ?? findTensorflow('cpu'))!.binding, { hideGpus: false });
  });

  test.each([
    [0, [7, 1]],
    [1, [7, 2]],
    [4, [13, 16]],
  ])('of %i rounds sums the rounds and doubles, with a number from outside', async (rounds, expected) => {
    const graph = new Graph();
    const count = graph.placeholder('count', 'int32', []);
    const factor = graph.constant('int32', 2);
    const start = [graph.constant('int32', 7), graph.constant('int32', 1)];
    const results = graph.repeat(count, start, (round, [sum, power]) => [
      graph.op('AddV2', [sum, round], INT),
      graph.op('Mul', [power, factor], INT),
    ]);
    results.forEach((result, at) => graph.op('Identity', [result], INT, { name: `result${at}` }));

    const session = await Session.open(binding, graph.toBytes());
    const signature = { inputs: ['count'], outputs: ['result0', 'result1'] };
    const values = session.run(signature, [{ shape: [], values: Int32Array.of(rounds) }]);
    session.close();
    expect(values.map(([value]) => value)).toEqual(expected);
  });
});
