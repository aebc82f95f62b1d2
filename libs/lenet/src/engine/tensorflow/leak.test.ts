import { openTensorflow, Session } from '@gridsweep/tensorflow';
import { describe, expect, test } from 'vitest';
import { parseHyperparameters } from '../../hyperparameters.ts';
import { OPTIMIZER_SLOTS } from '../contract.ts';
import { syntheticBatches, syntheticDataset, syntheticParameters } from '../golden/synthetic.ts';
import { createTensorflowEngine } from './engine.ts';
import { tensorflowIsSetUp } from './set-up.fixture.ts';
import { SIGNATURE, trainingGraph } from './training-graph.ts';

describe.skipIf(!tensorflowIsSetUp)('I6: nothing is left on the device [tensorflow]', () => {
  const dataset = syntheticDataset();
  const state = { step: 0, parameters: syntheticParameters(), slots: {} };

  test.each(Object.keys(OPTIMIZER_SLOTS))(
    '%s: neither by steps nor by models that were disposed of',
    async (optimizer) => {
      const engine = await createTensorflowEngine();
      const { binding } = await openTensorflow();
      const counts = () => [binding.getNumOfTensors(), binding.getNumOfSavedModels()];
      const [tensors, models] = counts();

      const model = await engine.createModel(parseHyperparameters({ optimizer, batch_size: 8 }), dataset, state);
      for (let call = 0; call < 50; call++) await model.train(syntheticBatches(4, 8, 320));
      await model.evaluate(dataset.test);
      await model.save();
      expect(counts()).toEqual([tensors, models + 1]);

      model.dispose();
      expect(counts()).toEqual([tensors, models]);
    },
  );

  test('a call that fails leaves nothing either', async () => {
    const { binding } = await openTensorflow();
    const tensors = binding.getNumOfTensors();
    const hyperparameters = parseHyperparameters({ optimizer: 'sgd' });
    const session = await Session.open(binding, trainingGraph(hyperparameters).toBytes());
    const image = { shape: [1, 3072], values: new Uint8Array(3072) };
    expect(() => session.run({ ...SIGNATURE.evaluate, outputs: ['nothing'] }, [image])).toThrow(/can not be found/);
    expect(() => session.run(SIGNATURE.evaluate, [{ ...image, shape: [2, 3072] }])).toThrow(/shape/i);
    expect(binding.getNumOfTensors()).toBe(tensors);
    session.close();
  });
});
