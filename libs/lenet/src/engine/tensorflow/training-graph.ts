import { IMAGE_BYTES } from '@gridsweep/cifar10';
import { attribute, Graph, Operations, type DType, type Tensor } from '@gridsweep/tensorflow';
import { INPUT, PARAMETER_COUNT } from '../../architecture.ts';
import type { Hyperparameters } from '../../hyperparameters.ts';
import { OPTIMIZER_SLOTS } from '../contract.ts';
import { IMAGE_SHAPE, Network } from './network.ts';
import { CORRECTIONS, update } from './optimizer.ts';

/** What is fed and fetched, by the operations' names. */
export const SIGNATURE = {
  /** Puts the training images on the device, with their labels and the weight of each in the loss. */
  load: { inputs: ['load_images', 'load_labels', 'load_weights'], outputs: ['load_done'] },
  /** Puts parameters and the optimizer's vectors into the variables. */
  restore: { inputs: ['restore_state'], outputs: ['restore_done'] },
  /** Trains on batches of one size: their images' indices and the steps' corrections, a row each. */
  train: { inputs: ['train_indices', 'train_corrections'], outputs: ['train_losses'] },
  /** Parameters, then the optimizer's vectors, a row each. */
  save: { inputs: [], outputs: ['save_state'] },
  evaluate: { inputs: ['evaluate_images'], outputs: ['evaluate_logits'] },
} as const;

/** A tensor that stays on the device between calls. */
interface Variable {
  readonly handle: Tensor;
  readonly type: DType;
}

/**
 * The graph of everything that a model does. A whole chunk of training steps is one loop inside the graph: nothing
 * comes back before its end.
 */
export function trainingGraph(hyperparameters: Hyperparameters): Graph {
  const graph = new Graph();
  const ops = new Operations(graph);
  const images = variable(graph, 'images', 'int64', [-1, IMAGE_BYTES / 8]);
  const labels = variable(graph, 'labels', 'int64', [-1]);
  const weights = variable(graph, 'weights', 'float32', [-1]);
  const vectors = ['parameters', ...OPTIMIZER_SLOTS[hyperparameters.optimizer]].map((name) =>
    variable(graph, name, 'float32', [PARAMETER_COUNT]),
  );

  addLoad(ops, images, labels, weights);
  addRestore(ops, vectors);
  addSave(ops, vectors);
  addEvaluate(ops, hyperparameters, vectors[0]);
  addTrain(ops, hyperparameters, { images, labels, weights, vectors });
  return graph;
}

function addLoad(ops: Operations, images: Variable, labels: Variable, weights: Variable): void {
  const { graph } = ops;
  const [imagesName, labelsName, weightsName] = SIGNATURE.load.inputs;
  const bytes = graph.placeholder(imagesName, 'uint8', [-1, IMAGE_BYTES]);
  done(graph, SIGNATURE.load.outputs[0], [
    assign(graph, images, packed(ops, channelsLast(ops, bytes))),
    assign(graph, labels, ops.cast(graph.placeholder(labelsName, 'int32', [-1]), 'int64')),
    assign(graph, weights, copied(graph, graph.placeholder(weightsName, 'float32', [-1]))),
  ]);
}

function addRestore(ops: Operations, vectors: readonly Variable[]): void {
  const { graph } = ops;
  const state = graph.placeholder(SIGNATURE.restore.inputs[0], 'float32', [vectors.length, PARAMETER_COUNT]);
  const assigned = vectors.map((vector, row) =>
    assign(graph, vector, copied(graph, ops.row(state, graph.constant('int32', row)))),
  );
  done(graph, SIGNATURE.restore.outputs[0], assigned);
}

function addSave(ops: Operations, vectors: readonly Variable[]): void {
  const { graph } = ops;
  const attributes = { T: attribute.dtype('float32'), N: attribute.int(vectors.length), axis: attribute.int(0) };
  const rows = vectors.map((vector) => read(graph, vector));
  graph.op('Pack', rows, attributes, { name: SIGNATURE.save.outputs[0] });
}

function addEvaluate(ops: Operations, hyperparameters: Hyperparameters, parameters: Variable): void {
  const { graph } = ops;
  const images = channelsLast(ops, graph.placeholder(SIGNATURE.evaluate.inputs[0], 'uint8', [-1, IMAGE_BYTES]));
  const { logits } = new Network(ops, hyperparameters.activation, read(graph, parameters)).forward(images);
  graph.op('Identity', [logits], { T: attribute.dtype('float32') }, { name: SIGNATURE.evaluate.outputs[0] });
}

function addTrain(
  ops: Operations,
  hyperparameters: Hyperparameters,
  variables: Record<'images' | 'labels' | 'weights', Variable> & { vectors: readonly Variable[] },
): void {
  const { graph } = ops;
  const [indicesName, correctionsName] = SIGNATURE.train.inputs;
  // On a GPU an int32 stays in the host's memory, where it would be fetched from in every step.
  const indices = ops.cast(graph.placeholder(indicesName, 'int32', [-1, -1]), 'int64');
  const corrections = graph.placeholder(correctionsName, 'float32', [-1, CORRECTIONS]);
  const images = read(graph, variables.images);
  const labels = read(graph, variables.labels);
  const weights = read(graph, variables.weights);
  const start = variables.vectors.map((vector) => read(graph, vector));
  const shape = graph.op(
    'Shape',
    [indices],
    { T: attribute.dtype('int64'), out_type: attribute.dtype('int32') },
    { outputs: ['int32'] },
  );
  const count = ops.row(shape, graph.constant('int32', 0));
  const losses = graph.ops(
    'TensorArrayV3',
    [count],
    { dtype: attribute.dtype('float32') },
    { outputs: ['resource', 'float32'] },
  );

  const [flow, ...end] = graph.repeat(count, [losses[1], ...start], (round, [written, parameters, ...slots]) => {
    const batch = ops.row(indices, round);
    const network = new Network(ops, hyperparameters.activation, parameters);
    const pass = network.forward(unpacked(ops, ops.gather(images, batch)));
    const [each, direction] = crossEntropy(graph, pass.logits, ops.gather(labels, batch));
    const weight = ops.gather(weights, batch);
    const share = ops.divide(weight, ops.sum(weight, [0]));
    const loss = ops.sum(ops.multiply(each, share), [0]);
    const gradient = network.backward(pass, ops.multiply(direction, ops.reshape(share, [-1, 1])));
    const updated = update(ops, hyperparameters, { parameters, slots }, ops.row(corrections, round), gradient);
    const next = graph.op(
      'TensorArrayWriteV3',
      [losses[0], round, loss, written],
      { T: attribute.dtype('float32') },
      { outputs: ['float32'] },
    );
    return [next, updated.parameters, ...updated.slots];
  });

  const assigned = variables.vectors.map((vector, at) => assign(graph, vector, end[at]));
  const range = graph.op('Range', [graph.constant('int32', 0), count, graph.constant('int32', 1)], {
    Tidx: attribute.dtype('int32'),
  });
  const gathered = graph.op(
    'TensorArrayGatherV3',
    [losses[0], range, flow],
    { dtype: attribute.dtype('float32') },
    { outputs: ['float32'] },
  );
  graph.op(
    'Identity',
    [gathered],
    { T: attribute.dtype('float32') },
    { name: SIGNATURE.train.outputs[0], after: assigned },
  );
}

/** @returns the loss of each image in nats, and its gradient by the logits. */
function crossEntropy(graph: Graph, logits: Tensor, labels: Tensor): Tensor[] {
  const attributes = { T: attribute.dtype('float32'), Tlabels: attribute.dtype('int64') };
  return graph.ops('SparseSoftmaxCrossEntropyWithLogits', [logits, labels], attributes, {
    outputs: ['float32', 'float32'],
  });
}

/** Planes of red, green and blue → pixels. */
function channelsLast(ops: Operations, bytes: Tensor): Tensor {
  const planes = ops.reshape(bytes, [-1, INPUT.channels, INPUT.height, INPUT.width]);
  return ops.transpose(planes, [0, 2, 3, 1]);
}

/** Eight bytes as one number: TensorFlow's GPU part gathers rows of int64, not of bytes. */
function packed(ops: Operations, images: Tensor): Tensor {
  return ops.bitcast(ops.reshape(images, [-1, IMAGE_BYTES / 8, 8]), 'int64');
}

function unpacked(ops: Operations, rows: Tensor): Tensor {
  return ops.reshape(ops.bitcast(rows, 'uint8'), [-1, ...IMAGE_SHAPE]);
}

function variable(graph: Graph, name: string, type: DType, dimensions: readonly number[]): Variable {
  const attributes = {
    dtype: attribute.dtype(type),
    shape: attribute.shape(dimensions),
    shared_name: attribute.string(name),
  };
  return { handle: graph.op('VarHandleOp', [], attributes, { outputs: ['resource'], name: `variable_${name}` }), type };
}

function read(graph: Graph, { handle, type }: Variable): Tensor {
  return graph.op('ReadVariableOp', [handle], { dtype: attribute.dtype(type) }, { outputs: [type] });
}

/** @returns the operation's name. */
function assign(graph: Graph, { handle, type }: Variable, value: Tensor): string {
  return graph.action('AssignVariableOp', [handle, value], { dtype: attribute.dtype(type) });
}

/** What is fed may be JavaScript's memory, which must be let go in JavaScript's thread: a variable keeps a copy. */
function copied(graph: Graph, fed: Tensor): Tensor {
  return graph.op('DeepCopy', [fed], { T: attribute.dtype(fed.type) });
}

/** A value to fetch so that operations run. */
function done(graph: Graph, name: string, after: readonly string[]): void {
  const attributes = { dtype: attribute.dtype('float32'), value: attribute.tensor('float32', 0) };
  graph.op('Const', [], attributes, { outputs: ['float32'], name, after });
}
