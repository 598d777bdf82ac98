import { logistic } from './success-model.ts';

/**
 * Correction of the model's probabilities: the best of many uncertain predictions is more often too high than too low,
 * and the one that looks best is the one that is used. Log odds of the corrected probability are `offset + slope × log
 * odds`, learned from what became of the predictions that were used (Platt, 1999; the "winner's curse": Smith and
 * Winkler, 2006).
 */
export interface Calibration {
  offset: number;
  slope: number;
}

const OFFSET_STEP = 0.004;
const SLOPE_STEP = 0.002;
/** Log odds around which the slope turns, so that it does not fight with the offset. */
const CENTRE = 1;

export const newCalibration = (): Calibration => ({ offset: 0, slope: 1 });

export const calibrated = ({ offset, slope }: Calibration, logit: number): number =>
  logistic(CENTRE + offset + slope * (logit - CENTRE));

export const calibrate = (
  calibration: Calibration,
  { logit, paid }: { readonly logit: number; readonly paid: boolean },
): void => {
  const error = (paid ? 1 : 0) - calibrated(calibration, logit);
  calibration.offset += OFFSET_STEP * error;
  calibration.slope += SLOPE_STEP * error * (logit - CENTRE);
  calibration.slope = Math.min(1.5, Math.max(0.3, calibration.slope));
};
