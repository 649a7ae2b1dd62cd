import type { Evidence } from './evidence.js'

/** Confidence that is asked of the deflated Sharpe ratio; Bailey and López de Prado's. */
const CONFIDENCE = 0.95

/** A probability of overfitting above this is too much (Bailey et al. 2015); above one half a choice is worse than none. */
const OVERFITTING_MAX = 0.05
const WORSE_THAN_CHANCE = 0.5

/** Fewer decisions than this are told apart from luck by no length of record; ours. */
const TRADES_MIN = 10

/** Daily returns go from midnight to midnight, weekends too. */
const DAYS_PER_YEAR = 365

export interface Verdict {
  readonly level: 'unknown' | 'luck' | 'doubtful' | 'holds'
  /** The verdict, then what it rests on; whole sentences. */
  readonly sentences: readonly string[]
}

/**
 * Whether the best of many trials is luck, in plain words. `holds`: the deflated Sharpe ratio reaches 95 %, the probability
 * of overfitting is at most 5 % (where it is known), the data are long enough, the best stands on no peak and rests on ten
 * trades at least. `luck`: it is
 * likelier luck than not by either. `unknown`: there is no Sharpe ratio to judge.
 */
export function verdictOf(evidence: Evidence): Verdict {
  const level = levelOf(evidence)
  return { level, sentences: [openingOf(level, evidence), ...reasons(evidence)] }
}

const withoutGain = 'Even the best has no Sharpe ratio above zero: there is no gain that luck could explain.'

const withoutRivals =
  'Whether this answer is luck cannot be told: of all trials it alone could be judged, the others were refused, failed or never traded.'

function openingOf(level: Verdict['level'], evidence: Evidence): string {
  if (level === 'luck' && isWithoutGain(evidence)) return withoutGain
  return level === 'unknown' && evidence.sharpe !== null ? withoutRivals : openings[level]
}

function isWithoutGain({ sharpe }: Evidence): boolean {
  return sharpe !== null && sharpe <= 0
}

const openings: Readonly<Record<Verdict['level'], string>> = {
  unknown:
    'Whether this answer is luck cannot be told: a Sharpe ratio takes 30 days of data, and daily returns that differ.',
  luck: 'This answer is probably luck.',
  doubtful: 'This answer may be luck.',
  holds: 'This answer stands up to these tests. They know the past alone: data that no trial has seen would say more.',
}

function levelOf({ deflatedSharpe, overfitting, neighbourhood, minDays, days, trades }: Evidence): Verdict['level'] {
  if (deflatedSharpe === null) return 'unknown'
  if (deflatedSharpe < 0.5 || (overfitting !== null && overfitting.probability > WORSE_THAN_CHANCE)) return 'luck'
  const isLongEnough = minDays !== null && minDays <= days
  const isRobust = overfitting === null || overfitting.probability <= OVERFITTING_MAX
  const isBroad = neighbourhood?.shape !== 'peak' && trades !== null && trades >= TRADES_MIN
  const isSure = deflatedSharpe >= CONFIDENCE && isLongEnough && isRobust && isBroad
  return isSure ? 'holds' : 'doubtful'
}

function reasons(evidence: Evidence): readonly string[] {
  return [
    ...againstLuck(evidence),
    ...lengthOfData(evidence),
    ...decisions(evidence),
    ...outOfSample(evidence),
    ...surroundings(evidence),
  ]
}

function againstLuck({ trials, effectiveTrials, sharpe, luckySharpe, deflatedSharpe }: Evidence): readonly string[] {
  if (sharpe === null) return []
  const worth = trials > 1 ? `, worth ${effectiveTrials.toFixed(1)} independent ones` : ''
  const tried = `${trials === 1 ? 'One trial was' : `${trials.toLocaleString('en-US')} trials were`} made${worth}.`
  if (luckySharpe === null || deflatedSharpe === null)
    return [tried, `It has a Sharpe ratio of ${signed(sharpe)} a year.`]
  return [
    tried,
    `The best has a Sharpe ratio of ${signed(sharpe)} a year; luck alone would be expected to show ${signed(luckySharpe)}.`,
    `That it is better than luck has a probability of ${percent(deflatedSharpe)} (deflated Sharpe ratio); ${percent(CONFIDENCE)} is asked for.`,
  ]
}

function lengthOfData({ sharpe, minDays, days }: Evidence): readonly string[] {
  if (sharpe === null) return []
  if (minDays === null) return ['No length of such data would show a Sharpe ratio above zero.']
  const needed = `To tell its Sharpe ratio from zero takes ${years(minDays)} of such returns (minimum track record length)`
  return [`${needed}; there are ${years(days)}.`]
}

function decisions({ trades, sharpe }: Evidence): readonly string[] {
  if (trades === null || trades >= TRADES_MIN || sharpe === null) return []
  const made = trades === 1 ? 'one trade' : `${trades} trades`
  return [`It rests on ${made}: what is told of luck holds for its days, and hardly for its decisions.`]
}

function outOfSample({ overfitting, sharpe }: Evidence): readonly string[] {
  // Trials that do not deviate are all equally good.
  if (overfitting === null || sharpe === null) return []
  const { probability, lossProbability } = overfitting
  return [
    `Chosen on one half of the data, the best was in the lower half of the trials on the other half in ${percent(probability)} of all splits (probability of backtest overfitting); it lost there in ${percent(lossProbability)}.`,
  ]
}

function surroundings({ neighbourhood, edges }: Evidence): readonly string[] {
  const sentences: string[] = []
  if (neighbourhood !== null) {
    const { count, fallen, shape, lost } = neighbourhood
    const of = count === 1 ? 'Its only neighbour' : `The median of its ${count} neighbours`
    const kept = lost === null ? 'none' : percent(Math.min(Math.max(1 - lost, 0), 1))
    const broken = fallen === 0 ? '' : count === 1 ? ' It' : ` ${fallen} of them`
    const gone = fallen === 0 ? '' : `${broken} broke a constraint, failed or never traded.`
    sentences.push(`${of} in parameter space keeps ${kept} of its advantage over the median trial: a ${shape}.${gone}`)
  }
  if (edges.length > 0) {
    sentences.push(`It lies at the edge of what was tried in ${edges.join(', ')}: better may lie beyond.`)
  }
  return sentences
}

function signed(ratio: number): string {
  return ratio.toFixed(2).replace('-', '−')
}

/** Never 0 % or 100 % for what is not. */
function percent(share: number): string {
  const shown = (share * 100).toFixed(1).replace(/\.0$/, '')
  if (shown === '0' && share > 0) return 'under 0.1 %'
  return shown === '100' && share < 1 ? 'over 99.9 %' : `${shown} %`
}

function years(days: number): string {
  return days < DAYS_PER_YEAR ? `${Math.ceil(days)} days` : `${(days / DAYS_PER_YEAR).toFixed(1)} years`
}
