import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { DeviceMetrics as _gridsweep_v1_DeviceMetrics, DeviceMetrics__Output as _gridsweep_v1_DeviceMetrics__Output } from './gridsweep/v1/DeviceMetrics.ts';
import type { MetricPoint as _gridsweep_v1_MetricPoint, MetricPoint__Output as _gridsweep_v1_MetricPoint__Output } from './gridsweep/v1/MetricPoint.ts';
import type { Progress as _gridsweep_v1_Progress, Progress__Output as _gridsweep_v1_Progress__Output } from './gridsweep/v1/Progress.ts';
import type { Provenance as _gridsweep_v1_Provenance, Provenance__Output as _gridsweep_v1_Provenance__Output } from './gridsweep/v1/Provenance.ts';
import type { Trial as _gridsweep_v1_Trial, Trial__Output as _gridsweep_v1_Trial__Output } from './gridsweep/v1/Trial.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  gridsweep: {
    v1: {
      DeviceMetrics: MessageTypeDefinition<_gridsweep_v1_DeviceMetrics, _gridsweep_v1_DeviceMetrics__Output>
      FailureKind: EnumTypeDefinition
      MetricPoint: MessageTypeDefinition<_gridsweep_v1_MetricPoint, _gridsweep_v1_MetricPoint__Output>
      Outcome: EnumTypeDefinition
      Progress: MessageTypeDefinition<_gridsweep_v1_Progress, _gridsweep_v1_Progress__Output>
      Provenance: MessageTypeDefinition<_gridsweep_v1_Provenance, _gridsweep_v1_Provenance__Output>
      Trial: MessageTypeDefinition<_gridsweep_v1_Trial, _gridsweep_v1_Trial__Output>
      TrialState: EnumTypeDefinition
    }
  }
}

