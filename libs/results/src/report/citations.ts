/** A work that a method comes from, as a list of references and BibTeX need it. */
export interface Citation {
  readonly type: 'article' | 'inproceedings' | 'book' | 'techreport' | 'misc';
  /** "Surname, Given Names"; an et al. where the list is cut. */
  readonly authors: readonly string[];
  readonly title: string;
  readonly year: number;
  /** Journal, proceedings, institution or publisher. */
  readonly venue: string;
  readonly volume?: string;
  readonly number?: string;
  /** "1026–1034" */
  readonly pages?: string;
  readonly doi?: string;
  readonly url?: string;
}

/** Every work that a report may cite, by its BibTeX key. A report's list has those that its text cites. */
export const CITATIONS = {
  abadi2016tensorflow: {
    type: 'inproceedings',
    authors: ['Abadi, Martín', 'Barham, Paul', 'Chen, Jianmin', 'et al.'],
    title: 'TensorFlow: A System for Large-Scale Machine Learning',
    year: 2016,
    venue: '12th USENIX Symposium on Operating Systems Design and Implementation (OSDI 16)',
    pages: '265–283',
    url: 'https://www.usenix.org/conference/osdi16/technical-sessions/presentation/abadi',
  },
  brown1974robust: {
    type: 'article',
    authors: ['Brown, Morton B.', 'Forsythe, Alan B.'],
    title: 'Robust Tests for the Equality of Variances',
    year: 1974,
    venue: 'Journal of the American Statistical Association',
    volume: '69',
    number: '346',
    pages: '364–367',
    doi: '10.1080/01621459.1974.10482955',
  },
  duchi2011adaptive: {
    type: 'article',
    authors: ['Duchi, John', 'Hazan, Elad', 'Singer, Yoram'],
    title: 'Adaptive Subgradient Methods for Online Learning and Stochastic Optimization',
    year: 2011,
    venue: 'Journal of Machine Learning Research',
    volume: '12',
    pages: '2121–2159',
    url: 'https://jmlr.org/papers/v12/duchi11a.html',
  },
  dunnett1955multiple: {
    type: 'article',
    authors: ['Dunnett, Charles W.'],
    title: 'A Multiple Comparison Procedure for Comparing Several Treatments with a Control',
    year: 1955,
    venue: 'Journal of the American Statistical Association',
    volume: '50',
    number: '272',
    pages: '1096–1121',
    doi: '10.1080/01621459.1955.10501294',
  },
  games1976pairwise: {
    type: 'article',
    authors: ['Games, Paul A.', 'Howell, John F.'],
    title: 'Pairwise Multiple Comparison Procedures with Unequal N’s and/or Variances: A Monte Carlo Study',
    year: 1976,
    venue: 'Journal of Educational Statistics',
    volume: '1',
    number: '2',
    pages: '113–125',
    doi: '10.3102/10769986001002113',
  },
  hsu1981simultaneous: {
    type: 'article',
    authors: ['Hsu, Jason C.'],
    title: 'Simultaneous Confidence Intervals for All Distances from the “Best”',
    year: 1981,
    venue: 'The Annals of Statistics',
    volume: '9',
    number: '5',
    pages: '1026–1034',
    doi: '10.1214/aos/1176345582',
  },
  hsu1996multiple: {
    type: 'book',
    authors: ['Hsu, Jason C.'],
    title: 'Multiple Comparisons: Theory and Methods',
    year: 1996,
    venue: 'Chapman & Hall, London',
  },
  kingma2015adam: {
    type: 'inproceedings',
    authors: ['Kingma, Diederik P.', 'Ba, Jimmy'],
    title: 'Adam: A Method for Stochastic Optimization',
    year: 2015,
    venue: '3rd International Conference on Learning Representations (ICLR 2015)',
    url: 'https://arxiv.org/abs/1412.6980',
  },
  krizhevsky2009learning: {
    type: 'techreport',
    authors: ['Krizhevsky, Alex'],
    title: 'Learning Multiple Layers of Features from Tiny Images',
    year: 2009,
    venue: 'University of Toronto',
    url: 'https://www.cs.toronto.edu/~kriz/learning-features-2009-TR.pdf',
  },
  lecun1998gradient: {
    type: 'article',
    authors: ['LeCun, Yann', 'Bottou, Léon', 'Bengio, Yoshua', 'Haffner, Patrick'],
    title: 'Gradient-Based Learning Applied to Document Recognition',
    year: 1998,
    venue: 'Proceedings of the IEEE',
    volume: '86',
    number: '11',
    pages: '2278–2324',
    doi: '10.1109/5.726791',
  },
  paszke2019pytorch: {
    type: 'inproceedings',
    authors: ['Paszke, Adam', 'Gross, Sam', 'Massa, Francisco', 'et al.'],
    title: 'PyTorch: An Imperative Style, High-Performance Deep Learning Library',
    year: 2019,
    venue: 'Advances in Neural Information Processing Systems 32',
    pages: '8024–8035',
  },
  polyak1964methods: {
    type: 'article',
    authors: ['Polyak, Boris T.'],
    title: 'Some Methods of Speeding Up the Convergence of Iteration Methods',
    year: 1964,
    venue: 'USSR Computational Mathematics and Mathematical Physics',
    volume: '4',
    number: '5',
    pages: '1–17',
    doi: '10.1016/0041-5553(64)90137-5',
  },
  robbins1951stochastic: {
    type: 'article',
    authors: ['Robbins, Herbert', 'Monro, Sutton'],
    title: 'A Stochastic Approximation Method',
    year: 1951,
    venue: 'The Annals of Mathematical Statistics',
    volume: '22',
    number: '3',
    pages: '400–407',
    doi: '10.1214/aoms/1177729586',
  },
  schneider2019deepobs: {
    type: 'inproceedings',
    authors: ['Schneider, Frank', 'Balles, Lukas', 'Hennig, Philipp'],
    title: 'DeepOBS: A Deep Learning Optimizer Benchmark Suite',
    year: 2019,
    venue: '7th International Conference on Learning Representations (ICLR 2019)',
    url: 'https://arxiv.org/abs/1903.05499',
  },
  student1908probable: {
    type: 'article',
    authors: ['Student'],
    title: 'The Probable Error of a Mean',
    year: 1908,
    venue: 'Biometrika',
    volume: '6',
    number: '1',
    pages: '1–25',
    doi: '10.1093/biomet/6.1.1',
  },
  tieleman2012rmsprop: {
    type: 'misc',
    authors: ['Tieleman, Tijmen', 'Hinton, Geoffrey'],
    title: 'Lecture 6.5—RMSProp: Divide the Gradient by a Running Average of Its Recent Magnitude',
    year: 2012,
    venue: 'COURSERA: Neural Networks for Machine Learning',
  },
  wilson1927probable: {
    type: 'article',
    authors: ['Wilson, Edwin B.'],
    title: 'Probable Inference, the Law of Succession, and Statistical Inference',
    year: 1927,
    venue: 'Journal of the American Statistical Association',
    volume: '22',
    number: '158',
    pages: '209–212',
    doi: '10.1080/01621459.1927.10502953',
  },
} as const satisfies Readonly<Record<string, Citation>>;

export type CitationKey = keyof typeof CITATIONS;
