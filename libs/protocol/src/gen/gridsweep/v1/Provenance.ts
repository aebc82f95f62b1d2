// Original file: proto/gridsweep/v1/trial.proto


/**
 * What computed a trial's numbers, kept with the trial.
 */
export interface Provenance {
  /**
   * Version of gridsweep.
   */
  'version'?: (string);
  'engine'?: (string);
  /**
   * For example the instruction set that the engine chose.
   */
  'engineVariant'?: (string);
  /**
   * Processor or GPU model.
   */
  'device'?: (string);
  'nodeVersion'?: (string);
}

/**
 * What computed a trial's numbers, kept with the trial.
 */
export interface Provenance__Output {
  /**
   * Version of gridsweep.
   */
  'version': (string);
  'engine': (string);
  /**
   * For example the instruction set that the engine chose.
   */
  'engineVariant': (string);
  /**
   * Processor or GPU model.
   */
  'device': (string);
  'nodeVersion': (string);
}
