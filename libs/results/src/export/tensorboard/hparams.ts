// What TensorBoard's hparams plugin reads, as its plugin_data.proto and api.proto have it, numbered as there.
import type { MetricDeclaration, Parameters, ParameterValue, TrialState } from '@gridsweep/sweep';
import { extent } from '../../statistics.ts';
import { typeOf } from '../../table/column-type.ts';
import type { ColumnType } from '../../table/table.ts';
import { MessageWriter } from './protobuf.ts';

export const HPARAMS_PLUGIN = 'hparams';
export const EXPERIMENT_TAG = '_hparams_/experiment';
export const SESSION_START_TAG = '_hparams_/session_start_info';
export const SESSION_END_TAG = '_hparams_/session_end_info';

/** A hyperparameter as the plugin has it: a text, a number or a switch; a list is its JSON. Undefined where there is none. */
export function hparamOf(value: ParameterValue | undefined): string | number | boolean | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

export type Hparam = NonNullable<ReturnType<typeof hparamOf>>;

/** One hyperparameter over the trials. */
export interface HparamInfo {
  readonly name: string;
  readonly values: ReadonlySet<Hparam>;
  /** Whether the sweep varies it. */
  readonly differs: boolean;
}

export interface ExperimentInfo {
  readonly name: string;
  readonly createdAt: number;
  readonly hparams: readonly HparamInfo[];
  readonly metrics: readonly Pick<MetricDeclaration, 'name' | 'label'>[];
}

/** More values are told as an interval, or not at all. */
const MOST_VALUES = 50;
const TYPES: Readonly<Record<ColumnType, number>> = { text: 1, time: 1, boolean: 2, number: 3, integer: 3 };
const TRAINING = 1;
const VALIDATION = 2;

/** The sweep as the plugin's columns: hyperparameters with type and domain, and metrics. */
export function experimentContent({ name, createdAt, hparams, metrics }: ExperimentInfo): Uint8Array {
  return new MessageWriter()
    .message(2, (experiment) => {
      for (const info of hparams) experiment.message(4, (message) => writeHparam(message, info));
      for (const { name: tag, label } of metrics) {
        experiment.message(5, (message) => {
          message.message(1, (named) => named.text(2, tag)).text(3, label);
          if (tag.startsWith('train/')) message.integer(5, TRAINING);
          else if (tag.startsWith('validation/')) message.integer(5, VALIDATION);
        });
      }
      experiment.text(6, name).double(3, createdAt / 1000);
    })
    .finish();
}

function writeHparam(message: MessageWriter, { name, values, differs }: HparamInfo): void {
  const type = TYPES[typeOf(values) ?? 'text'];
  message.text(1, name).integer(4, type);
  if (values.size <= MOST_VALUES) {
    message.message(5, (list) => {
      for (const value of values)
        list.message(1, (item) => writeValue(item, type === TYPES.text ? String(value) : value));
    });
  } else if (type === TYPES.number) {
    const [low, high] = extent([...values].map(Number));
    message.message(6, (interval) => interval.double(1, low).double(2, high));
  }
  if (differs) message.integer(7, 1);
}

/** google.protobuf.Value */
function writeValue(message: MessageWriter, value: Hparam): void {
  if (typeof value === 'number') message.double(2, value);
  else if (typeof value === 'string') message.text(3, value);
  else message.integer(4, value ? 1 : 0);
}

/** The start of a session. @param group sessions of one group are seeds of one cell: the plugin shows their mean */
export function sessionStartContent(parameters: Parameters, group: string, startedAt: number): Uint8Array {
  return new MessageWriter()
    .message(3, (session) => {
      for (const [name, parameter] of Object.entries(parameters)) {
        const value = hparamOf(parameter);
        if (value === undefined) continue;
        session.message(1, (entry) => entry.text(1, name).message(2, (message) => writeValue(message, value)));
      }
      session.text(4, group).double(5, startedAt / 1000);
    })
    .finish();
}

/** Its end. A setting that diverges has succeeded in telling so; of a cancelled one nothing is known. */
export function sessionEndContent(state: TrialState, endedAt: number): Uint8Array {
  return new MessageWriter()
    .message(4, (session) => session.integer(1, statusOf(state)).double(2, endedAt / 1000))
    .finish();
}

function statusOf(state: TrialState): number {
  switch (state) {
    case 'cancelled':
      return 0;
    case 'finished':
      return 1;
    case 'failed':
      return 2;
    case 'pending':
    case 'running':
      return 3;
  }
}
