/**
 * The plan of the module's memory: every buffer, its shape and its place, in floats unless said otherwise. Nothing else
 * allocates. A batch of any size is worked off in tiles of at most TILE images, so the plan does not depend on it.
 */

/**
 * Images worked on at once. Their activations (about 13 KB an image) stay in the second-level cache from the forward pass to the
 * backward one, and 32 rows keep a dense layer's weights in use long enough to be worth fetching.
 */
export const TILE: i32 = 32;

/** Bytes of a float. */
export const F32: usize = 4;

// Parameters, gradients and optimizer slots: PyTorch's order and layout, so that state is saved and read by plain copies.
export const CONV1_WEIGHT: usize = 0; // [6][3][5][5]
export const CONV1_BIAS: usize = 450;
export const CONV2_WEIGHT: usize = 456; // [16][6][5][5]
export const CONV2_BIAS: usize = 2856;
export const FC1_WEIGHT: usize = 2872; // [120][400]
export const FC1_BIAS: usize = 50872;
export const FC2_WEIGHT: usize = 50992; // [84][120]
export const FC2_BIAS: usize = 61072;
export const FC3_WEIGHT: usize = 61156; // [10][84]
export const FC3_BIAS: usize = 61996;
export const PARAMETER_COUNT: usize = 62006;
/** Padded to whole vectors; the padding of every such buffer is never read as a parameter. */
const PADDED_COUNT: usize = 62008;

export const PARAMETERS = memory.data(<i32>PADDED_COUNT * 4, 64);
export const GRADIENTS = memory.data(<i32>PADDED_COUNT * 4, 64);
export const SLOT_0 = memory.data(<i32>PADDED_COUNT * 4, 64);
export const SLOT_1 = memory.data(<i32>PADDED_COUNT * 4, 64);

// Filled by the host.
export const CLASS_WEIGHTS = memory.data(12 * 4, 16);
/** [3][scale, shift]: a byte is standardised to byte × scale + shift of its channel. */
export const PIXEL_SCALE = memory.data(6 * 4, 16);
/** [TILE][3][32][32] bytes. */
export const BYTES = memory.data(TILE * 3072, 64);
/** [TILE] bytes. */
export const LABELS = memory.data(TILE, 16);

// Parameters rearranged for the kernels, once an update.
/** [8 points][6 outputs][3 inputs][5 rows]: conv1's weights in the transformed domain (winograd.ts). */
export const CONV1_POINTS = memory.data(8 * 6 * 15 * 4, 64);
/** [8 points][5 rows][6 inputs][16 outputs]: conv2's. */
export const CONV2_POINTS = memory.data(8 * 30 * 16 * 4, 64);
/**
 * [16 outputs][7 rows][36]: conv2's weights in height-width-channel order, each row of 30 followed by 6 zeros, a row of zeros
 * above and below. Before the first row there are 6 zeros more.
 */
export const CONV2_PADDED = memory.data((8 + 16 * 7 * 36) * 4, 64) + 8 * F32;
/** [inputs][outputs] of the dense layers; the last one's outputs padded to 12. */
export const FC1_TRANSPOSED = memory.data(400 * 120 * 4, 64);
export const FC2_TRANSPOSED = memory.data(120 * 84 * 4, 64);
export const FC3_TRANSPOSED = memory.data(84 * 12 * 4, 64);
export const FC3_BIAS_PADDED = memory.data(12 * 4, 64);
export const ZEROS = memory.data(84 * 4, 64);

// Activations of the tile.
/** Floats from one image of POOL1 to the next: [14][14][6] and 8 more. */
export const POOL1_STRIDE: usize = 1184;
export const POOL1 = memory.data(TILE * <i32>POOL1_STRIDE * 4, 64);
/** Entries (4 bytes) from one image of ARGMAX1 to the next: [6] planes of 14 × 14 and 4 more. */
export const ARGMAX1_PLANE: usize = 200;
export const ARGMAX1_STRIDE: usize = 6 * ARGMAX1_PLANE;
/** Where each value of POOL1 came from: the address in PIXELS of its 5 × 5 window's first pixel. */
export const ARGMAX1 = memory.data(TILE * <i32>ARGMAX1_STRIDE * 4, 64);
/** [TILE][16][5][5], as PyTorch flattens it. */
export const POOL2 = memory.data(TILE * 400 * 4, 64);
/** [TILE][16][5][5]: which of its four positions each value of POOL2 came from, 2 × row + column, 4 bytes each. */
export const ARGMAX2 = memory.data(TILE * 400 * 4, 64);
export const HIDDEN1 = memory.data(TILE * 120 * 4, 64);
export const HIDDEN2 = memory.data(TILE * 84 * 4, 64);
export const LOGITS = memory.data(TILE * 12 * 4, 64);

// Gradients of the activations.
export const D_LOGITS = memory.data(TILE * 12 * 4, 64);
export const D_HIDDEN2 = memory.data(TILE * 84 * 4, 64);
export const D_HIDDEN1 = memory.data(TILE * 120 * 4, 64);
export const D_POOL2 = memory.data(TILE * 400 * 4, 64);
/** One image's [14][14][6]. */
export const D_POOL1 = memory.data(<i32>POOL1_STRIDE * 4, 64);

// Weight gradients of the convolutions, summed over a batch in the order in which a window lies in memory.
/** [6][5 rows][16: 5 pixels × 3 channels and 1 to ignore]. */
export const CONV1_ROWS = memory.data(6 * 5 * 16 * 4, 64);
/** [16][5 rows][32: 5 pixels × 6 channels and 2 to ignore]. */
export const CONV2_ROWS = memory.data(16 * 5 * 32 * 4, 64);

/** [12]: gradients of conv1's output summed over every second pixel; two entries are one bias. */
export const CONV1_BIAS_SUMS = memory.data(12 * 4, 64);
/** [16][25]: gradients of conv2's output summed over images. */
export const CONV2_BIAS_SUMS = memory.data(400 * 4, 64);

// Scratch of one image.
/** [32][32][3], and 16 more for vectors that read past the end. */
export const PIXELS = memory.data((3072 + 16) * 4, 64);
/** [3][32 rows][4: columns 0, 4, …; columns 1, 5, …; and so on][8]. */
export const COLUMNS = memory.data((3072 + 16) * 4, 64);
/** Floats from one point of CONV1_INPUT to the next: [3][32 rows][7 tiles] and 8 more. */
export const CONV1_INPUT_STRIDE: usize = 680;
export const CONV1_INPUT = memory.data(8 * <i32>CONV1_INPUT_STRIDE * 4, 64);
/** [6 outputs][8 points][4 rows × 7 tiles]. */
export const CONV1_PRODUCTS = memory.data((48 * 28 + 8) * 4, 64);
/** Floats from one point of CONV2_INPUT to the next: [14 rows][3 tiles][6 channels] and 4 more. */
export const CONV2_INPUT_STRIDE: usize = 256;
export const CONV2_INPUT = memory.data(8 * <i32>CONV2_INPUT_STRIDE * 4, 64);
/** [2 rows][3 tiles][8 points][16 outputs]. */
export const CONV2_PRODUCTS = memory.data(2 * 3 * 8 * 16 * 4, 64);

/** [6][36]: what one pooling window of conv2 adds to D_POOL1. */
export const PATCH = memory.data(6 * 36 * 4, 64);

/** Images whose surviving positions conv2's weight gradient collects at once: their POOL1 (38 KB) stays in the first-level cache. */
export const GROUP: i32 = 8;
/** Pairs of a 4-byte address and a float: the surviving positions of one output channel. */
export const SURVIVORS = memory.data(8 * 256, 64);
/** The same for each row of a matrix: of 32 × 120 or 120 × 32 elements, and one entry more a row. */
export const ROW_SURVIVORS = memory.data(8 * 121 * (TILE + 1), 64);
/** Where the list of each row ends. */
export const ROW_ENDS = memory.data(4 * 120, 64);
