import { expect, test } from 'vitest';
import { parseReportLine } from './report-line.ts';

const NOTHING = { epoch: undefined, metrics: [], checkpoint: undefined, done: false, leftOut: [] };

test.each([
  ['{"step":200,"epoch":1,"train/loss":1.71}', { step: 200, epoch: 1, metrics: [['train/loss', 1.71]] }],
  [
    ' {"step":0,"a":1,"b":-2e3}\r',
    {
      step: 0,
      metrics: [
        ['a', 1],
        ['b', -2000],
      ],
    },
  ],
  ['{"step":1,"loss":NaN}', { step: 1, metrics: [['loss', NaN]] }],
  [
    '{"step":1,"a":Infinity,"b":-Infinity,"c":nan,"d":-inf}',
    {
      step: 1,
      metrics: [
        ['a', Infinity],
        ['b', -Infinity],
        ['c', NaN],
        ['d', -Infinity],
      ],
    },
  ],
  [
    '{"step":1,"a":"NaN","b":"-Infinity","c":"inf"}',
    {
      step: 1,
      metrics: [
        ['a', NaN],
        ['b', -Infinity],
        ['c', Infinity],
      ],
    },
  ],
  ['{"step":1,"say \\"NaN\\" and Infinity":NaN}', { step: 1, metrics: [['say "NaN" and Infinity', NaN]] }],
  ['{"step":1,"a":null,"b":2}', { step: 1, metrics: [['b', 2]] }],
  [
    '{"step":1,"phase":"train","ok":true,"a":1}',
    { step: 1, metrics: [['a', 1]], leftOut: ['"phase" is "train", not a number', '"ok" is true, not a number'] },
  ],
  [
    '{"step":1,"bad\\u202ename":1}',
    { step: 1, leftOut: ['"bad\u202ename" is no name of a metric (1 to 200 characters, one line)'] },
  ],
  ['{"checkpoint":"step-5","step":5}', { step: 5, checkpoint: 'step-5' }],
  ['{"done":true}', { step: 0, done: true }],
])('%s', (text, expected) => {
  expect(parseReportLine(text)).toEqual({ ok: true, line: { ...NOTHING, ...expected } });
});

test.each([
  ['loss: 0.5', 'is not JSON'],
  ['{"step":1,"loss":0.5', 'is not JSON'],
  ['{"step":1,"loss":NaNa}', 'is not JSON'],
  ['[1]', 'is [1]'],
  ['null', 'is null'],
  ['{"loss":0.5}', 'has no step'],
  ['{"checkpoint":"step-5"}', 'has no step'],
  ['{"step":1.5,"loss":0.5}', 'has the step 1.5, which is not a whole number of at least 0'],
  ['{"step":"1","loss":0.5}', 'has the step "1"'],
  ['{"step":-1,"loss":0.5}', 'has the step -1'],
  ['{"step":1,"epoch":"two","loss":0.5}', 'has the epoch "two", which is not a number of at least 0'],
  ['{"step":1,"epoch":NaN,"loss":0.5}', 'has the epoch "NaN"'],
  ['{"step":1,"checkpoint":5}', 'has the checkpoint 5'],
  ['{"done":"yes"}', 'has done: "yes"'],
  ['{"step":1}', 'reports nothing'],
  ['{}', 'reports nothing'],
])('%s is a problem', (text, problem) => {
  const parsed = parseReportLine(text);
  expect(parsed).toEqual({ ok: false, problem: expect.stringContaining(problem) as string });
  expect(parsed).toHaveProperty(
    'problem',
    expect.stringContaining('; expected such as {"step":200,"epoch":1,"train/loss":1.71}'),
  );
});
