import { confusionMatrix } from '../../chart/confusion-matrix.ts';
import { WIDE, type Drawing } from '../../chart/layout.ts';
import { predictedPictures } from '../../chart/predicted-pictures.ts';
import { renderPng, renderSvg } from '../../chart/render.ts';
import type { Predictions } from '../../record.ts';
import type { TrialPicture } from './trial-events.ts';

/** What a trained network says of its test set, as pictures of its trial: pictures with their labels, and how classes were confused. */
export function predictionPictures(predictions: Predictions): TrialPicture[] {
  const drawings: Readonly<Record<string, Drawing | undefined>> = {
    predictions: predictedPictures(predictions, WIDE),
    'confusion-matrix': confusionMatrix(predictions, WIDE),
  };
  return Object.entries(drawings).flatMap(([tag, drawing]) => {
    if (drawing === undefined) return [];
    const png = renderPng(renderSvg(drawing, tag));
    return { tag, step: predictions.step, png, ...sizeOf(png) };
  });
}

/** Of a PNG, in pixels: its first chunk begins with them (www.w3.org/TR/png-3, 11.2.1). */
function sizeOf(png: Uint8Array): { readonly width: number; readonly height: number } {
  const header = new DataView(png.buffer, png.byteOffset, 24);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}
