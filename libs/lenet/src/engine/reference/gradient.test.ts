import { CLASSES } from '@gridsweep/cifar10';
import { describe, expect, test } from 'vitest';
import { INPUT, PARAMETER_COUNT, PARAMETER_TENSORS } from '../../architecture.ts';
import { ACTIVATIONS } from '../../hyperparameters.ts';
import { initialParameters } from '../../seed.ts';
import { syntheticDataset } from '../golden/synthetic.ts';
import { crossEntropy, crossEntropyGradient } from './cross-entropy.ts';
import { Network } from './network.ts';
import { standardise } from './engine.ts';

/** Weights checked in each tensor. */
const SAMPLES = 12;
const NUDGE = 1e-6;

describe('the gradient by every tensor is what finite differences give', () => {
  test.each(ACTIVATIONS)('%s', (activation) => {
    const parameters = Float64Array.from(initialParameters(5));
    const gradient = new Float64Array(PARAMETER_COUNT);
    const network = new Network(activation, parameters, gradient, Float64Array);
    const { train } = syntheticDataset();
    const image = new Float64Array(INPUT.channels * INPUT.height * INPUT.width);
    standardise(train, 0, image);
    const label = train.labels[0];
    const scale = 1.5;
    const loss = () => scale * crossEntropy(network.forward(image), label);

    const logitsGradient = new Float64Array(CLASSES);
    crossEntropyGradient(network.forward(image), label, scale, logitsGradient);
    network.backward(logitsGradient);

    for (const { name, offset, length } of PARAMETER_TENSORS) {
      for (let sample = 0; sample < SAMPLES; sample++) {
        const at = offset + Math.floor((sample * length) / SAMPLES);
        const value = parameters[at];
        parameters[at] = value + NUDGE;
        const above = loss();
        parameters[at] = value - NUDGE;
        const below = loss();
        parameters[at] = value;
        const difference = (above - below) / (2 * NUDGE);
        const error = Math.abs(difference - gradient[at]);
        expect(error, `${name}[${at - offset}]`).toBeLessThan(1e-7 + 1e-6 * Math.abs(difference));
      }
    }
    expect(gradient.filter((value) => value !== 0).length).toBeGreaterThan(PARAMETER_COUNT / 4);
  });

  test('gradients of several images add up', () => {
    const parameters = initialParameters(5);
    const gradient = new Float64Array(PARAMETER_COUNT);
    const network = new Network('tanh', parameters, gradient);
    const image = new Float32Array(INPUT.channels * INPUT.height * INPUT.width).fill(0.5);
    const logitsGradient = Float64Array.from({ length: CLASSES }, (_, c) => c - 4);
    network.forward(image);
    network.backward(logitsGradient);
    const once = gradient.slice();
    network.forward(image);
    network.backward(logitsGradient);
    once.forEach((value, at) => expect(gradient[at]).toBeCloseTo(2 * value, 10));
  });
});
