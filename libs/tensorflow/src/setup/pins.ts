/** A file of the Python package index, pinned. */
export interface Wheel {
  /** As pip is asked for it: project==version. */
  readonly spec: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** What is unpacked of it, by the names of its entries. */
  readonly entries: RegExp;
  readonly unpackedBytes: number;
}

/** A package of the npm registry, pinned. */
export interface NodePackage {
  /** As npm is asked for it: name@version. */
  readonly spec: string;
  /** As `npm pack` calls its tarball. */
  readonly file: string;
  readonly integrity: string;
}

export type TensorflowEdition = 'cpu' | 'gpu';

export const TENSORFLOW_VERSION = '2.21.0';

/** The C++ sources of the binding. Its JavaScript, 300 MB with what that needs, runs operations one by one and is not used. */
export const TFJS_NODE: NodePackage = {
  spec: '@tensorflow/tfjs-node-gpu@4.22.0',
  file: 'tensorflow-tfjs-node-gpu-4.22.0.tgz',
  integrity: 'sha512-p//NN6DGiN4hInUmIkRffaFVMcdTREUMjPyjW04J7OXvB2zBlQimj61eFKSgRrH3f5TnOfKzb0n56he/B6a4bw==',
};

export const NODE_HEADERS: NodePackage = {
  spec: 'node-api-headers@1.9.0',
  file: 'node-api-headers-1.9.0.tgz',
  integrity: 'sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
};

/** The libraries and the headers of their C interface. */
const TENSORFLOW_ENTRIES =
  /^tensorflow\/(libtensorflow_(cc|framework)\.so\.2$|include\/(tensorflow\/c\/|tensorflow\/core\/platform\/ctstring|tsl\/platform\/ctstring|xla\/tsl\/c\/))/;
const NVIDIA_ENTRIES = /^nvidia\/(?!.*\/include\/)/;

const TENSORFLOW: Readonly<Record<TensorflowEdition, Wheel>> = {
  cpu: {
    spec: 'tensorflow-cpu==2.21.0',
    file: 'tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl',
    bytes: 274_000_871,
    sha256: 'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb',
    entries: TENSORFLOW_ENTRIES,
    unpackedBytes: 853_868_899,
  },
  gpu: {
    spec: 'tensorflow==2.21.0',
    file: 'tensorflow-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl',
    bytes: 572_611_111,
    sha256: 'b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0',
    entries: TENSORFLOW_ENTRIES,
    unpackedBytes: 1_259_581_043,
  },
};

/** What the wheel's extra "and-cuda" asks for, in the versions that know the newest GPUs: CUDA 12.9, cuDNN 9. */
const CUDA: readonly Wheel[] = [
  nvidia(
    'cublas-cu12==12.9.3.13',
    'manylinux_2_27_x86_64',
    581_217_458,
    855_064_416,
    'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
  ),
  nvidia(
    'cuda-cupti-cu12==12.9.79',
    'manylinux_2_25_x86_64',
    10_814_997,
    43_365_768,
    '096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f',
  ),
  nvidia(
    'cuda-nvcc-cu12==12.9.86',
    'manylinux2010_x86_64.manylinux_2_12_x86_64',
    40_546_229,
    97_998_760,
    '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
  ),
  nvidia(
    'cuda-nvrtc-cu12==12.9.86',
    'manylinux2010_x86_64.manylinux_2_12_x86_64',
    89_568_129,
    227_340_992,
    '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
  ),
  nvidia(
    'cuda-runtime-cu12==12.9.79',
    'manylinux2014_x86_64.manylinux_2_17_x86_64',
    3_493_179,
    5_342_176,
    '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
  ),
  nvidia(
    'cudnn-cu12==9.28.0.42',
    'manylinux_2_27_x86_64',
    716_538_495,
    1_162_393_472,
    '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
  ),
  nvidia(
    'cufft-cu12==11.4.1.4',
    'manylinux2014_x86_64.manylinux_2_17_x86_64',
    200_877_592,
    293_609_416,
    'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
  ),
  nvidia(
    'curand-cu12==10.3.10.19',
    'manylinux_2_27_x86_64',
    68_295_626,
    166_965_432,
    '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
  ),
  nvidia(
    'cusolver-cu12==11.7.5.82',
    'manylinux_2_27_x86_64',
    338_117_415,
    494_975_064,
    '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
  ),
  nvidia(
    'cusparse-cu12==12.5.10.65',
    'manylinux2014_x86_64.manylinux_2_17_x86_64',
    366_465_088,
    486_556_368,
    '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
  ),
  nvidia(
    'nccl-cu12==2.32.3',
    'manylinux_2_27_x86_64',
    351_526_311,
    489_653_380,
    'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
  ),
  nvidia(
    'nvjitlink-cu12==12.9.86',
    'manylinux2010_x86_64.manylinux_2_12_x86_64',
    39_748_338,
    95_935_344,
    'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
  ),
];

/** A C++ compiler for machines that have none. */
export const ZIG: Wheel = {
  spec: 'ziglang==0.15.1',
  file: 'ziglang-0.15.1-py3-none-manylinux_2_12_x86_64.manylinux2010_x86_64.musllinux_1_1_x86_64.whl',
  bytes: 93_506_712,
  sha256: '4e45994a0e608d9b16ecad255698f5557a2e24de0bd7ba9efb156ab3f3683d9a',
  entries: /^ziglang\//,
  unpackedBytes: 343_249_894,
};

/** What an edition is made of. TensorFlow itself comes first. */
export function wheelsOf(edition: TensorflowEdition): readonly Wheel[] {
  return edition === 'cpu' ? [TENSORFLOW.cpu] : [TENSORFLOW.gpu, ...CUDA];
}

function nvidia(product: string, platform: string, bytes: number, unpackedBytes: number, sha256: string): Wheel {
  const spec = `nvidia-${product}`;
  const [project, version] = spec.split('==');
  const file = `${project.replaceAll('-', '_')}-${version}-py3-none-${platform}.whl`;
  return { spec, file, bytes, sha256, entries: NVIDIA_ENTRIES, unpackedBytes };
}
