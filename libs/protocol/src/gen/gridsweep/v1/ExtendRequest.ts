// Original file: proto/gridsweep/v1/sweep_service.proto


export interface ExtendRequest {
  'sweep'?: (string);
  /**
   * The whole changed specification, YAML or JSON text.
   */
  'spec'?: (string);
}

export interface ExtendRequest__Output {
  'sweep': (string);
  /**
   * The whole changed specification, YAML or JSON text.
   */
  'spec': (string);
}
