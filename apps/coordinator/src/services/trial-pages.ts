import type { TrialView } from '@gridsweep/protocol';

import type { Store } from '../store/contract.ts';

/** Trials read from the store at once: a trial may have some hundred metrics with long names. */
const AT_ONCE = 100;
/** Of a message, about: however much trials say of themselves, a page of them is one. */
const PAGE_BYTES = 2 ** 20;

/** Some of a sweep's trials, and whether others follow. */
export interface Page {
  readonly trials: readonly TrialView[];
  readonly more: boolean;
}

/**
 * Trials of a sweep in its order, a page at a time and at least one: no page has more than `most`, nor many more bytes than a
 * message.
 * @param choice those from an index on, or these
 */
export async function* trialPages(
  store: Pick<Store, 'readTrials'>,
  sweepId: string,
  most: number,
  choice: { readonly fromIndex: number } | { readonly ids: readonly string[] },
): AsyncGenerator<Page> {
  let trials: TrialView[] = [];
  let bytes = 0;
  for await (const trial of trialsInOrder(store, sweepId, choice)) {
    const size = sizeOf(trial);
    if (trials.length === most || (trials.length > 0 && bytes + size > PAGE_BYTES)) {
      yield { trials, more: true };
      trials = [];
      bytes = 0;
    }
    trials.push(trial);
    bytes += size;
  }
  yield { trials, more: false };
}

async function* trialsInOrder(
  store: Pick<Store, 'readTrials'>,
  sweepId: string,
  choice: Parameters<typeof trialPages>[3],
): AsyncGenerator<TrialView> {
  if ('ids' in choice) {
    for (let at = 0; at < choice.ids.length; at += AT_ONCE) {
      yield* await store.readTrials(sweepId, { ids: choice.ids.slice(at, at + AT_ONCE) });
    }
    return;
  }
  for (let fromIndex = choice.fromIndex; ; fromIndex += AT_ONCE) {
    const trials = await store.readTrials(sweepId, { fromIndex, limit: AT_ONCE });
    yield* trials;
    if (trials.length < AT_ONCE) return;
  }
}

/** Bytes of a trial's message, roughly. */
function sizeOf({ parameters, latest, provenance, failure }: TrialView): number {
  const named = latest.reduce((sum, { name }) => sum + name.length + 40, 0);
  return 300 + JSON.stringify(parameters).length + named + 200 * provenance.length + (failure?.detail.length ?? 0);
}
