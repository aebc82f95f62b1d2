"""One slot of TensorFlow in the benchmark, a step as one tf.function. Arrangements: "function", "XLA"."""

import tensorflow as tf

from peer import ARRANGEMENT, read, take_turns

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
tf.keras.utils.set_random_seed(1)
images, labels = read()
images, labels = tf.constant(images.transpose(0, 2, 3, 1)), tf.constant(labels)
layers = tf.keras.layers
model = tf.keras.Sequential([
    layers.Input((32, 32, 3)),
    layers.Conv2D(6, 5, activation="relu"), layers.MaxPool2D(),
    layers.Conv2D(16, 5, activation="relu"), layers.MaxPool2D(),
    layers.Flatten(),
    layers.Dense(120, "relu"), layers.Dense(84, "relu"), layers.Dense(10),
])
optimizer = tf.keras.optimizers.Adam(1e-3, epsilon=1e-8)
optimizer.build(model.trainable_variables)


@tf.function(jit_compile=ARRANGEMENT == "XLA")
def update(x, y):
    with tf.GradientTape() as tape:
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(y, model(x, training=True))
        loss = tf.reduce_mean(losses)
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)


take_turns(lambda first, end: update(images[first:end], labels[first:end]))
