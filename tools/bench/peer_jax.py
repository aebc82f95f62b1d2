"""One slot of JAX in the benchmark, a step as one jit. Arrangement: "jit"."""

import os

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import optax
from jax import lax

from peer import read, take_turns

images, labels = read()
images, labels = jnp.asarray(images.transpose(0, 2, 3, 1)), jnp.asarray(labels)
SHAPES = [(5, 5, 3, 6), (5, 5, 6, 16), (400, 120), (120, 84), (84, 10)]


def initial(key, shape):
    bound = (shape[-1] / jnp.prod(jnp.array(shape))) ** 0.5
    return {key_: jax.random.uniform(jax.random.fold_in(key, i), of, minval=-bound, maxval=bound)
            for i, (key_, of) in enumerate([("weight", shape), ("bias", shape[-1:])])}


def convolve(x, layer):
    x = lax.conv_general_dilated(x, layer["weight"], (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"))
    x = jax.nn.relu(x + layer["bias"])
    return lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")


def loss_of(layers, x, y):
    for layer in layers[:2]:
        x = convolve(x, layer)
    x = x.reshape(x.shape[0], -1)
    for layer in layers[2:4]:
        x = jax.nn.relu(x @ layer["weight"] + layer["bias"])
    logits = x @ layers[4]["weight"] + layers[4]["bias"]
    return optax.softmax_cross_entropy_with_integer_labels(logits, y).mean()


layers = [initial(jax.random.key(i), shape) for i, shape in enumerate(SHAPES)]
optimizer = optax.adam(1e-3)
state = optimizer.init(layers)


@jax.jit
def update(layers, state, x, y):
    changes, state = optimizer.update(jax.grad(loss_of)(layers, x, y), state)
    return optax.apply_updates(layers, changes), state


def step(first, end):
    global layers, state
    layers, state = update(layers, state, images[first:end], labels[first:end])


take_turns(step, lambda: jax.block_until_ready(layers))
