// Original file: proto/gridsweep/v1/sweep_service.proto


export interface SubmitRequest {
  /**
   * YAML or JSON text.
   */
  'spec'?: (string);
  /**
   * Makes a new sweep even where the same specification was submitted before.
   */
  'newSweep'?: (boolean);
  /**
   * As Sweep.claim_json.
   */
  'claimJson'?: (string);
  '_claimJson'?: "claimJson";
}

export interface SubmitRequest__Output {
  /**
   * YAML or JSON text.
   */
  'spec': (string);
  /**
   * Makes a new sweep even where the same specification was submitted before.
   */
  'newSweep': (boolean);
  /**
   * As Sweep.claim_json.
   */
  'claimJson'?: (string);
  '_claimJson'?: "claimJson";
}
