import type { RuleEffects } from './compile-rules.ts';
import type { ReadyRule } from './ready-rules.ts';
import type { RuleAction } from './rule-set-schema.ts';
import type { SelectorMasks } from './selector-masks.ts';

/** One evaluation; the same object is used for every one, so that a payment allocates nothing. */
export interface Evaluation {
  readonly masks: SelectorMasks;
  effects: RuleEffects;
  /** Index of the rule that is being applied. */
  rule: number;
  /** Where its marks begin. */
  row: number;
  /** What is left of the uniform number: every draw leaves a new one, so that no two splits are drawn alike. */
  draw: number;
}

/** Does to every channel what a rule that applies says. */
export const applyRule = (ready: ReadyRule, evaluation: Evaluation): void => {
  const { action } = ready;
  switch (action.action) {
    case 'prefer':
      placeChosen(ready, evaluation, { selector: ready.selector, mark: 1 });
      break;
    case 'exclude':
      closeChannels(ready, evaluation, true);
      break;
    case 'restrict_to':
      closeChannels(ready, evaluation, false);
      break;
    case 'weight':
      addPercent(ready, evaluation, action.percent);
      break;
    case 'force_order':
      orderChannels(ready, evaluation);
      break;
    case 'split': {
      const drawn = drawShare(action.shares, evaluation);
      placeChosen(ready, evaluation, { selector: ready.selector + drawn, mark: drawn + 1 });
      break;
    }
  }
};

const placeChosen = (
  ready: ReadyRule,
  { masks, effects, row }: Evaluation,
  { selector, mark }: { readonly selector: number; readonly mark: number },
): void => {
  const { marks, tier, channelCount } = effects;
  for (let place = 0; place < channelCount; place += 1) {
    const chosen = masks.chooses(selector, place);
    marks[row + place] = chosen ? mark : 0;
    if (chosen && tier[place] === 0) tier[place] = ready.tier;
  }
};

const closeChannels = (
  ready: ReadyRule,
  { masks, effects, rule, row }: Evaluation,
  chosen: boolean,
): void => {
  const { marks, excludedBy, channelCount } = effects;
  for (let place = 0; place < channelCount; place += 1) {
    const closes = masks.chooses(ready.selector, place) === chosen;
    marks[row + place] = closes ? 1 : 0;
    if (closes && excludedBy[place] === -1) excludedBy[place] = rule;
  }
};

const addPercent = (
  ready: ReadyRule,
  { masks, effects, row }: Evaluation,
  percent: number,
): void => {
  const { marks, bonusPercent, channelCount } = effects;
  for (let place = 0; place < channelCount; place += 1) {
    const chosen = masks.chooses(ready.selector, place);
    marks[row + place] = chosen ? 1 : 0;
    if (chosen) bonusPercent[place] = (bonusPercent[place] ?? 0) + percent;
  }
};

const orderChannels = (ready: ReadyRule, { masks, effects, row }: Evaluation): void => {
  const { marks, tier, channelCount } = effects;
  for (let place = 0; place < channelCount; place += 1) {
    let at = 0;
    while (at < ready.selectorCount && !masks.chooses(ready.selector + at, place)) at += 1;
    const named = at < ready.selectorCount;
    marks[row + place] = named ? at + 1 : 0;
    if (named && tier[place] === 0) tier[place] = ready.tier + at;
  }
};

type Shares = Extract<RuleAction, { action: 'split' }>['shares'];

/** Draws a share and leaves what is uniform again inside it. */
const drawShare = (shares: Shares, evaluation: Evaluation): number => {
  const percent = evaluation.draw * 100;
  let from = 0;
  for (let index = 0; index < shares.length; index += 1) {
    const share = shares[index]?.share ?? 0;
    if (percent < from + share) {
      evaluation.draw = (percent - from) / share;
      return index;
    }
    from += share;
  }
  return shares.length - 1;
};
