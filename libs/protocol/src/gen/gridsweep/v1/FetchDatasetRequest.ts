// Original file: proto/gridsweep/v1/agent_service.proto


export interface FetchDatasetRequest {
  /**
   * "cifar10".
   */
  'name'?: (string);
}

export interface FetchDatasetRequest__Output {
  /**
   * "cifar10".
   */
  'name': (string);
}
