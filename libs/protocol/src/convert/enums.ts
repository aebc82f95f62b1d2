import { FAILURE_KINDS, GridsweepError, LOG_LEVELS, OUTCOMES, TRIAL_STATES } from '@gridsweep/sweep';
import type { AgentState__Output } from '../gen/gridsweep/v1/AgentState.ts';
import type { FailureKind__Output } from '../gen/gridsweep/v1/FailureKind.ts';
import type { LogLevel__Output } from '../gen/gridsweep/v1/LogLevel.ts';
import type { Outcome__Output } from '../gen/gridsweep/v1/Outcome.ts';
import type { SweepState__Output } from '../gen/gridsweep/v1/SweepState.ts';
import type { TrialState__Output } from '../gen/gridsweep/v1/TrialState.ts';
import { AGENT_STATES, SWEEP_STATES } from '../sweep.ts';

/** `"out-of-memory"` → `"OUT_OF_MEMORY"`. */
type Upper<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Uppercase<Head>}_${Upper<Tail>}`
  : Uppercase<Name>;

interface EnumCodec<Name extends string, Wire extends string> {
  readonly toWire: (name: Name) => Wire;
  /** @throws GridsweepError 'invalid' where the sender set nothing, or a value of a newer version */
  readonly fromWire: (wire: Wire) => Name;
}

/**
 * Between a string union of ours and an enum of the wire. The names correspond by rule, and the compiler checks
 * that both sides have the same ones: a value added on one side only does not compile.
 * @param former names that only earlier versions send, and what each is read as
 */
function enumCodec<Name extends string, Prefix extends string, Former extends string = never>(
  prefix: Prefix,
  names: readonly Name[],
  former?: Readonly<Record<Former, Name>>,
) {
  type Wire = `${Prefix}_${Upper<Name | Former>}` | `${Prefix}_UNSPECIFIED`;
  const wireName = (name: string): Wire => `${prefix}_${name.toUpperCase().replaceAll('-', '_')}` as Wire;
  const toWire: (name: Name) => Wire = wireName;
  const fromName = new Map<Wire, Name>(
    [...names.map((name): [string, Name] => [name, name]), ...Object.entries<Name>(former ?? {})].map(
      ([name, readAs]) => [wireName(name), readAs],
    ),
  );
  const fromWire = (wire: Wire): Name => {
    const name = fromName.get(wire);
    if (name !== undefined) return name;
    throw new GridsweepError(
      'invalid',
      `A message has ${prefix} ${wire}, which this version of gridsweep does not know; expected one of ${names.join(', ')}.`,
    );
  };
  return { toWire, fromWire };
}

export const trialState: EnumCodec<(typeof TRIAL_STATES)[number], TrialState__Output> = enumCodec(
  'TRIAL_STATE',
  TRIAL_STATES,
);
/** Earlier versions judged what a completed run had learned. */
export const outcome: EnumCodec<(typeof OUTCOMES)[number], Outcome__Output> = enumCodec('OUTCOME', OUTCOMES, {
  converged: 'completed',
  'no-progress': 'completed',
});
export const failureKind: EnumCodec<(typeof FAILURE_KINDS)[number], FailureKind__Output> = enumCodec(
  'FAILURE_KIND',
  FAILURE_KINDS,
);
export const logLevel: EnumCodec<(typeof LOG_LEVELS)[number], LogLevel__Output> = enumCodec('LOG_LEVEL', LOG_LEVELS);
export const sweepState: EnumCodec<(typeof SWEEP_STATES)[number], SweepState__Output> = enumCodec(
  'SWEEP_STATE',
  SWEEP_STATES,
);
export const agentState: EnumCodec<(typeof AGENT_STATES)[number], AgentState__Output> = enumCodec(
  'AGENT_STATE',
  AGENT_STATES,
);
