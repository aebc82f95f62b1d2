import { expect, test } from 'vitest';
import { passedOn } from './environment.ts';
import { prepareCommands } from './setup.ts';
import { testFolder } from './attempt.fixture.ts';

const AGENT = {
  ...{
    PATH: '/bin',
    HOME: '/home/a',
    LC_ALL: 'C',
    CUDA_VISIBLE_DEVICES: '1',
    PYTHONPATH: '/lib',
    OMP_NUM_THREADS: '4',
  },
  ...{
    AWS_SECRET_ACCESS_KEY: 's',
    GRIDSWEEP_DATABASE_URL: 's',
    NVIDIA_API_KEY: 's',
    CONDA_TOKEN: 's',
    TF_VAR_password: 's',
  },
  ...{ HF_HOME: '/models', HF_TOKEN: 't', WANDB_MODE: 'offline', NODE_OPTIONS: 's', LD_PRELOAD: 's', EMPTY: undefined },
};

test('of the agent’s environment only known variables are passed on, and never what looks like a secret', () => {
  expect(Object.keys(passedOn(AGENT, []))).toEqual([
    'PATH',
    'HOME',
    'LC_ALL',
    'CUDA_VISIBLE_DEVICES',
    'PYTHONPATH',
    'OMP_NUM_THREADS',
  ]);
});

test('others by name or first letters, then whatever they are called', () => {
  const { HF_HOME, HF_TOKEN, WANDB_MODE, EMPTY } = passedOn(AGENT, ['HF_*', 'WANDB_MODE', 'EMPTY']);
  expect([HF_HOME, HF_TOKEN, WANDB_MODE, EMPTY]).toEqual(['/models', 't', 'offline', undefined]);
});

test.each(['*', 'A B', 'A=1', '', '1A'])('%j is no variable to pass on', async (name) => {
  const scratchFolder = await testFolder();
  await expect(prepareCommands({ scratchFolder, passEnv: [name] })).rejects.toThrow('cannot be passed on to commands');
});

test('folders must be absolute and usable', async () => {
  await expect(prepareCommands({ scratchFolder: 'relative' })).rejects.toThrow(
    'The scratch folder "relative" cannot be used: its path must be absolute.',
  );
  const scratchFolder = await testFolder();
  await expect(prepareCommands({ scratchFolder, sharedFolder: '/dev/null/none' })).rejects.toMatchObject({
    code: 'invalid',
  });
});
