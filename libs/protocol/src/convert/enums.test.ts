import { expect, test } from 'vitest';
import { definition } from '../definition.ts';
import { outcome } from './enums.ts';
import { agentMessageFromWire } from './session.ts';

test.each([
  ['OUTCOME_CONVERGED', 'completed'],
  ['OUTCOME_NO_PROGRESS', 'completed'],
  ['OUTCOME_COMPLETED', 'completed'],
  ['OUTCOME_DIVERGED', 'diverged'],
] as const)('an agent of any version reports %s: it is %s', (wire, read) => {
  const { requestSerialize, requestDeserialize } = definition().agents['Connect'];
  const report = { lease: { trialId: 't', attempt: 1 }, seq: 1, finished: { outcome: wire } };
  const received = requestDeserialize(requestSerialize({ report }));
  expect(agentMessageFromWire(received as never)).toMatchObject({ body: { type: 'finished', outcome: read } });
});

test('an outcome that nobody set, or of a newer version, is refused with those that are known', () => {
  expect(() => outcome.fromWire('OUTCOME_UNSPECIFIED')).toThrow('expected one of completed, diverged.');
  expect(() => outcome.fromWire('OUTCOME_BORED' as never)).toThrow('OUTCOME_BORED, which this version');
});
