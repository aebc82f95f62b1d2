import type { TrialView } from '@gridsweep/protocol';

import type { Store, TrialChoice } from '../store/contract.ts';

/** Trials read from the store at once: a trial may have some hundred metrics with long names. */
const TRIALS_PER_READING = 100;
/** Of a message, about: however much trials say of themselves, a page of them is one. */
const PAGE_BYTES = 2 ** 20;

/** Trials of a sweep in its order, a page at a time: no page has more trials than `most`, nor many more bytes than a message. */
export async function* trialPages(
  store: Pick<Store, 'readTrials'>,
  sweepId: string,
  {
    most,
    fromIndex = 0,
    ids,
  }: { readonly most: number; readonly fromIndex?: number; readonly ids?: readonly string[] },
): AsyncGenerator<readonly TrialView[]> {
  let page: TrialView[] = [];
  let bytes = 0;
  for await (const trial of trialsInOrder(store, sweepId, Math.min(most, TRIALS_PER_READING), fromIndex, ids)) {
    const size = sizeOf(trial);
    if (page.length === most || (page.length > 0 && bytes + size > PAGE_BYTES)) {
      yield page;
      page = [];
      bytes = 0;
    }
    page.push(trial);
    bytes += size;
  }
  if (page.length > 0) yield page;
}

async function* trialsInOrder(
  store: Pick<Store, 'readTrials'>,
  sweepId: string,
  atOnce: number,
  fromIndex: number,
  ids: readonly string[] | undefined,
): AsyncGenerator<TrialView> {
  let from = fromIndex;
  for (let at = 0; ids === undefined || at < ids.length; at += atOnce) {
    const choice: TrialChoice =
      ids === undefined ? { fromIndex: from, limit: atOnce } : { ids: ids.slice(at, at + atOnce) };
    const trials = await store.readTrials(sweepId, choice);
    yield* trials;
    if (ids === undefined && trials.length < atOnce) return;
    from = (trials.at(-1)?.index ?? from) + 1;
  }
}

/** Bytes of a trial's message, roughly. */
function sizeOf({ parameters, latest, provenance, failure }: TrialView): number {
  const named = latest.reduce((sum, { name }) => sum + name.length + 40, 0);
  return 300 + JSON.stringify(parameters).length + named + 200 * provenance.length + (failure?.detail.length ?? 0);
}
