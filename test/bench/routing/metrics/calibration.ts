const BINS = 15;

/** How well predicted probabilities fit what happened. */
export const newCalibration = () => {
  const predicted: number[] = [];
  const happened: boolean[] = [];
  let loss = 0;
  return {
    add: (p: number, paid: boolean): void => {
      predicted.push(p);
      happened.push(paid);
      loss -= Math.log(Math.max(1e-6, paid ? p : 1 - p));
    },
    /**
     * Mean logarithmic loss, and the expected calibration error over 15 bins of equal mass (Naeini, Cooper and
     * Hauskrecht, 2015); null when nothing was predicted.
     */
    summary: (): { logLoss: number | null; calibrationError: number | null } => {
      const count = predicted.length;
      if (count === 0) return { logLoss: null, calibrationError: null };
      const places = Uint32Array.from(predicted, (_, index) => index).sort(
        (a, b) => (predicted[a] ?? 0) - (predicted[b] ?? 0),
      );
      let error = 0;
      for (let bin = 0; bin < BINS; bin += 1) {
        const from = Math.floor((bin * count) / BINS);
        const to = Math.floor(((bin + 1) * count) / BINS);
        let gap = 0;
        for (let at = from; at < to; at += 1) {
          const place = places[at] ?? 0;
          gap += (predicted[place] ?? 0) - (happened[place] ? 1 : 0);
        }
        error += Math.abs(gap);
      }
      return { logLoss: loss / count, calibrationError: error / count };
    },
  };
};
