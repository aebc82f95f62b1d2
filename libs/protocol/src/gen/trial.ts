import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Chunk as _gridsweep_v1_Chunk, Chunk__Output as _gridsweep_v1_Chunk__Output } from './gridsweep/v1/Chunk.ts';
import type { DeviceMetrics as _gridsweep_v1_DeviceMetrics, DeviceMetrics__Output as _gridsweep_v1_DeviceMetrics__Output } from './gridsweep/v1/DeviceMetrics.ts';
import type { Failure as _gridsweep_v1_Failure, Failure__Output as _gridsweep_v1_Failure__Output } from './gridsweep/v1/Failure.ts';
import type { MetricPoint as _gridsweep_v1_MetricPoint, MetricPoint__Output as _gridsweep_v1_MetricPoint__Output } from './gridsweep/v1/MetricPoint.ts';
import type { OfferedWorkload as _gridsweep_v1_OfferedWorkload, OfferedWorkload__Output as _gridsweep_v1_OfferedWorkload__Output } from './gridsweep/v1/OfferedWorkload.ts';
import type { Progress as _gridsweep_v1_Progress, Progress__Output as _gridsweep_v1_Progress__Output } from './gridsweep/v1/Progress.ts';
import type { Provenance as _gridsweep_v1_Provenance, Provenance__Output as _gridsweep_v1_Provenance__Output } from './gridsweep/v1/Provenance.ts';
import type { Rate as _gridsweep_v1_Rate, Rate__Output as _gridsweep_v1_Rate__Output } from './gridsweep/v1/Rate.ts';
import type { Trial as _gridsweep_v1_Trial, Trial__Output as _gridsweep_v1_Trial__Output } from './gridsweep/v1/Trial.ts';
import type { WeightsInfo as _gridsweep_v1_WeightsInfo, WeightsInfo__Output as _gridsweep_v1_WeightsInfo__Output } from './gridsweep/v1/WeightsInfo.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  gridsweep: {
    v1: {
      Chunk: MessageTypeDefinition<_gridsweep_v1_Chunk, _gridsweep_v1_Chunk__Output>
      DeviceMetrics: MessageTypeDefinition<_gridsweep_v1_DeviceMetrics, _gridsweep_v1_DeviceMetrics__Output>
      Failure: MessageTypeDefinition<_gridsweep_v1_Failure, _gridsweep_v1_Failure__Output>
      FailureKind: EnumTypeDefinition
      LogLevel: EnumTypeDefinition
      MetricPoint: MessageTypeDefinition<_gridsweep_v1_MetricPoint, _gridsweep_v1_MetricPoint__Output>
      OfferedWorkload: MessageTypeDefinition<_gridsweep_v1_OfferedWorkload, _gridsweep_v1_OfferedWorkload__Output>
      Outcome: EnumTypeDefinition
      Progress: MessageTypeDefinition<_gridsweep_v1_Progress, _gridsweep_v1_Progress__Output>
      Provenance: MessageTypeDefinition<_gridsweep_v1_Provenance, _gridsweep_v1_Provenance__Output>
      Rate: MessageTypeDefinition<_gridsweep_v1_Rate, _gridsweep_v1_Rate__Output>
      Trial: MessageTypeDefinition<_gridsweep_v1_Trial, _gridsweep_v1_Trial__Output>
      TrialState: EnumTypeDefinition
      WeightsInfo: MessageTypeDefinition<_gridsweep_v1_WeightsInfo, _gridsweep_v1_WeightsInfo__Output>
    }
  }
}

