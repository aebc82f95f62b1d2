// Original file: proto/gridsweep/v1/agent_service.proto

import type { Long } from '@grpc/proto-loader';

export interface DatasetHeader {
  'name'?: (string);
  'sizeBytes'?: (number | string | Long);
  /**
   * Lower-case hexadecimal.
   */
  'sha256'?: (string);
}

export interface DatasetHeader__Output {
  'name': (string);
  'sizeBytes': (number);
  /**
   * Lower-case hexadecimal.
   */
  'sha256': (string);
}
