import { describe, expect, test } from 'vitest';
import { datasetLine } from './dataset.ts';
import { trainingLine, type TrainingState } from './training.ts';

describe('one-line progress', () => {
  test('of a download', () => {
    const progress = { phase: 'downloading', bytes: 60e6, total: 139e6 } as const;
    expect(datasetLine(progress, 80)).toBe('Downloading CIFAR-10  ████████░░░░░░░░░░░░  43 % of 139 MB');
    expect(datasetLine({ ...progress, bytes: 0, total: 0 }, 80)).toBe('Downloading CIFAR-10 …');
    expect(datasetLine(progress, 10)).toHaveLength(10);
  });

  test('of a training run', () => {
    const state: TrainingState = {
      step: 391,
      totalSteps: 782,
      imagesPerSecond: 5004.8,
      latest: { 'train/loss': { name: 'train/loss', step: 300, epoch: 0.4, value: Number.NaN } },
      elapsedMs: 5000,
      batchSize: 64,
    };
    expect(trainingLine(state, 100)).toBe('██████████░░░░░░░░░░ 50 %  training loss NaN  5,005 images/s  5.0 s left');
    expect(trainingLine({ ...state, totalSteps: 0 }, 100)).toBe('Starting …');
  });
});
