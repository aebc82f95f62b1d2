import type { Network } from '@gridsweep/sweep';
import { leastDistance, leftExtent, type Outline } from './body.ts';
import { NETWORK_COLORS, sizeText, stagesOf, type Stage } from './stage.ts';

/** Thickness, height and depth of a box, in units of a fifth of a centimetre as PlotNeuralNet's boxes have them. */
interface Box {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

/**
 * The network as a LaTeX document of its own that needs TikZ alone. Its boxes are the pics `Box` and `RightBandedBox` with the keys
 * that users of PlotNeuralNet know (name, caption, xlabel, ylabel, zlabel, fill, bandfill, opacity, width, height, depth), placed by
 * the anchors `<name>-east` and `<name>-west`; so that macro package can take the place of the definitions at the top.
 */
export function networkTikz(network: Network): string {
  const stages = stagesOf(network);
  const boxes = boxesOf(stages);
  const body = stages.flatMap((stage, at) => {
    const place = at === 0 ? '(0,0,0)' : `(${idOf(at - 1)}-east)`;
    const pic = layerPic(stage, boxes[at]!, idOf(at), place, at === 0 ? 0 : gap(boxes[at - 1]!, boxes[at]!));
    return at === 0
      ? [pic]
      : [pic, `\\draw [connection] (${idOf(at - 1)}-east) -- ([xshift=-${arrowEnd(boxes[at]!)}cm]${idOf(at)}-west);`];
  });
  return `${preamble(network.name)}\n${body.map((line) => `  ${line}\n`).join('')}\\end{tikzpicture}\n\\end{document}\n`;
}

function idOf(at: number): string {
  return at === 0 ? 'input' : `layer${at}`;
}

function boxesOf(stages: readonly Stage[]): Box[] {
  const maps = stages.filter(({ kind }) => kind !== 'dense').map(({ output }) => output);
  const largest = Math.max(...maps.map(({ height, width }) => Math.max(height, width)));
  const mostChannels = Math.max(...maps.map(({ channels }) => channels));
  const mostUnits = Math.max(1, ...stages.map(({ kind, output }) => (kind === 'dense' ? output.channels : 0)));
  const scaled = (value: number) => Math.max(1, tenths((32 * value) / largest));
  return stages.map(({ kind, output: { channels, height, width } }) =>
    kind === 'dense'
      ? { width: 1.6, height: 1.6, depth: Math.max(1.6, tenths((60 * channels) / mostUnits)) }
      : {
          width: Math.max(1, tenths(5 * Math.sqrt(channels / mostChannels))),
          height: scaled(height),
          depth: scaled(width),
        },
  );
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Of a box's depth, to the right and upwards alike, in TikZ's own projection. */
const SLANT = 0.385;
/** Half of a caption's width, and how far its middle is below its box, in centimetres. */
const HALF_CAPTION = 0.9;
const CAPTION_BELOW = 0.6;

/** In centimetres. */
function outlineOf({ width, height, depth }: Box): Outline {
  return { thickness: width / 5, height: height / 5, slant: (SLANT * depth) / 5 };
}

/** From one box's east to the next one's west in centimetres, so that an arrow is seen and captions touch nothing. */
function gap(left: Box, right: Box): number {
  const [before, after] = [outlineOf(left), outlineOf(right)];
  const bottom = (before.height + before.slant) / 2 + CAPTION_BELOW;
  const besideCaption =
    bottom > (after.height + after.slant) / 2 ? 0 : HALF_CAPTION - before.slant / 2 + leftExtent(after, bottom);
  const between = Math.max(leastDistance(before, after) + 0.6, 2 * HALF_CAPTION, besideCaption);
  return tenths(between - (before.thickness + after.thickness) / 2);
}

/** From a box's west back to where a level arrow meets its outline. */
function arrowEnd(box: Box): number {
  const outline = outlineOf(box);
  return tenths(leftExtent(outline, 0) - outline.thickness / 2);
}

function layerPic(stage: Stage, { width, height, depth }: Box, id: string, place: string, shift: number): string {
  const banded = stage.kind === 'convolution' && stage.activated;
  const name = stage.kind[0]!.toUpperCase() + stage.kind.slice(1);
  const { output, kind } = stage;
  const keys = [
    `name=${id}`,
    `caption={${latexText(stage.name)}\\\\${latexSize(stage)}}`,
    ...(kind === 'dense'
      ? [`zlabel={${output.channels}}`]
      : [`xlabel={{${output.channels},}}`, `zlabel={${output.width}}`]),
    `fill=\\${name}Color`,
    ...(banded ? ['bandfill=\\ActivationColor'] : []),
    ...[`height=${height}`, `width=${width}`, `depth=${depth}`],
  ];
  return `\\pic[shift={(${shift},0,0)}] at ${place} {${banded ? 'RightBandedBox' : 'Box'}={${keys.join(', ')}}};`;
}

function latexSize(stage: Stage): string {
  return sizeText(stage).replaceAll('×', '$\\times$');
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** A name as LaTeX sets it: nothing in it acts; letters outside of ASCII are left to the document's encoding. */
function latexText(text: string): string {
  return text.replace(/[\\~^#$%&_{}]/g, (special) => LATEX[special] ?? `\\${special}`).replace(/\p{C}/gu, ' ');
}

function preamble(name: string): string {
  const color = (kind: string, hex: string) => `\\definecolor{${kind}}{HTML}{${hex.slice(1).toUpperCase()}}`;
  return String.raw`% ${name.replace(/[\p{C}]/gu, ' ')}, drawn from its table of layers. Compile with pdflatex; needs TikZ alone.
\IfFileExists{standalone.cls}{\documentclass[border=6pt]{standalone}}{%
  \documentclass{article}\usepackage[landscape, margin=1cm]{geometry}\pagestyle{empty}}
\usepackage[utf8]{inputenc}
\usepackage{tikz}
${color('inputcolor', NETWORK_COLORS.input)}
${color('convolutioncolor', NETWORK_COLORS.convolution)}
${color('poolingcolor', NETWORK_COLORS.pooling)}
${color('densecolor', NETWORK_COLORS.dense)}
\def\InputColor{inputcolor!45!white}
\def\ConvolutionColor{convolutioncolor!55!white}
\def\ActivationColor{convolutioncolor!95!black}
\def\PoolingColor{poolingcolor!50!white}
\def\DenseColor{densecolor!45!white}
% Boxes with the keys of PlotNeuralNet's: with its Box.sty and RightBandedBox.sty on the path, these definitions can be left out
% and its \usepackage{Box} take their place.
\makeatletter
\tikzset{
  connection/.style={line width=0.6pt, draw=black, ->, >=stealth},
  box/.cd,
  name/.store in=\boxname, caption/.store in=\boxcaption, xlabel/.store in=\boxxlabel, ylabel/.store in=\boxylabel,
  zlabel/.store in=\boxzlabel, fill/.store in=\boxfill, bandfill/.store in=\boxbandfill, opacity/.store in=\boxopacity,
  width/.store in=\boxwidth, height/.store in=\boxheight, depth/.store in=\boxdepth,
  name=box, caption=, xlabel={{,}}, ylabel=, zlabel=, fill=white, bandfill=, opacity=1, width=1, height=1, depth=1,
}
\def\firstof#1,#2\relax{#1}
\tikzset{
  pics/Box/.style={code={
    \tikzset{box/.cd, #1}
    \pgfmathsetmacro\w{0.2*\boxwidth}\pgfmathsetmacro\h{0.1*\boxheight}\pgfmathsetmacro\d{0.1*\boxdepth}
    \coordinate (\boxname-west) at (0,0,0);
    \coordinate (\boxname-east) at (\w,0,0);
    \tikzset{every path/.append style={line width=0.4pt, line join=round}}
    \draw[fill=\boxfill, opacity=\boxopacity] (0,-\h,\d) -- (\w,-\h,\d) -- (\w,\h,\d) -- (0,\h,\d) -- cycle;
    \draw[fill=\boxfill!70!white, opacity=\boxopacity] (0,\h,\d) -- (\w,\h,\d) -- (\w,\h,-\d) -- (0,\h,-\d) -- cycle;
    \ifx\boxbandfill\@empty
      \draw[fill=\boxfill!85!black, opacity=\boxopacity] (\w,-\h,\d) -- (\w,-\h,-\d) -- (\w,\h,-\d) -- (\w,\h,\d) -- cycle;
    \else
      \pgfmathsetmacro\b{0.68*\w}
      \draw[fill=\boxbandfill, opacity=\boxopacity] (\b,-\h,\d) -- (\w,-\h,\d) -- (\w,\h,\d) -- (\b,\h,\d) -- cycle;
      \draw[fill=\boxbandfill!75!white, opacity=\boxopacity] (\b,\h,\d) -- (\w,\h,\d) -- (\w,\h,-\d) -- (\b,\h,-\d) -- cycle;
      \draw[fill=\boxbandfill!85!white, opacity=\boxopacity] (\w,-\h,\d) -- (\w,-\h,-\d) -- (\w,\h,-\d) -- (\w,\h,\d) -- cycle;
    \fi
    \node[below, font=\scriptsize, inner sep=2pt] (\boxname-xlabel) at (\w/2,-\h,\d) {\expandafter\firstof\boxxlabel,\relax};
    \node[left, font=\scriptsize, inner sep=2pt] at (0,0,\d) {\boxylabel};
    \node[below right, font=\scriptsize, inner sep=1.5pt] at (\w,-\h,0) {\boxzlabel};
    \node[below, font=\footnotesize, align=center, inner sep=2pt] at (\boxname-xlabel.south) {\boxcaption};
  }},
  pics/RightBandedBox/.style={Box={#1}},
}
\makeatother
\begin{document}
\begin{tikzpicture}`;
}
