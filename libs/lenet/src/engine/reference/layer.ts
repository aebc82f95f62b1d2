/** A vector of numbers. Arithmetic is in float64 either way; what is stored in a Float32Array is rounded to float32. */
export type Floats = Float32Array | Float64Array;
/** The kind of vector that activations are kept in: float32 in an engine, float64 where gradients are checked. */
export type Storage = Float32ArrayConstructor | Float64ArrayConstructor;

/** One step of the network's computation on one image. Images and feature maps are channels × height × width, row-major. */
export interface Layer {
  /** @returns the layer's output, valid until the next call. */
  forward(input: Floats): Floats;
  /**
   * Takes the gradient of the loss by the output of the last `forward`, adds the gradient by the layer's parameters to theirs.
   * @param input as given to the last `forward`.
   * @returns the gradient by the input, valid until the next call.
   */
  backward(input: Floats, outputGradient: Floats): Floats;
}

/** A layer's parameters and their gradients: windows on the network's two flat vectors. */
export interface LayerParameters {
  readonly weight: Floats;
  readonly bias: Floats;
  readonly weightGradient: Floats;
  readonly biasGradient: Floats;
}
