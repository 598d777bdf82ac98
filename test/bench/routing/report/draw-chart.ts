/** One line of a chart. */
export interface ChartLine {
  readonly name: string;
  readonly colour: string;
  /** [x, y] in the units of the axes; NaN where nothing was measured. */
  readonly points: readonly (readonly [number, number])[];
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xTicks: readonly { readonly at: number; readonly label: string }[];
  readonly yTicks: readonly number[];
  /** Shaded spans of x with a word in them. */
  readonly spans: readonly { readonly from: number; readonly to: number; readonly label: string }[];
  readonly lines: readonly ChartLine[];
}

const [WIDTH, HEIGHT] = [860, 380];
const [LEFT, RIGHT, TOP, BOTTOM] = [58, 16, 56, 48];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A line chart as an SVG document that is readable on white and on dark pages. */
export const drawChart = (chart: Chart): string => {
  const xs = chart.lines.flatMap(({ points }) => points.map(([x]) => x));
  const [xMin, xMax] = [Math.min(...xs), Math.max(...xs)];
  const [yMin, yMax] = [Math.min(...chart.yTicks), Math.max(...chart.yTicks)];
  const x = (value: number): number =>
    LEFT + ((value - xMin) / (xMax - xMin)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number =>
    TOP + (1 - (Math.min(yMax, value) - yMin) / (yMax - yMin)) * (HEIGHT - TOP - BOTTOM);
  const at = (value: number): string => value.toFixed(1);
  const text = (
    content: string,
    place: {
      x: number;
      y: number;
      anchor?: string;
      size?: number;
      weight?: number;
      colour?: string;
    },
  ): string =>
    `<text x="${at(place.x)}" y="${at(place.y)}" text-anchor="${place.anchor ?? 'middle'}" font-size="${place.size ?? 12}" font-weight="${place.weight ?? 400}" fill="${place.colour ?? '#57606a'}">${escaped(content)}</text>`;
  const spans = chart.spans.map(({ from, to, label }) =>
    [
      `<rect x="${at(x(from))}" y="${TOP}" width="${at(x(to) - x(from))}" height="${HEIGHT - TOP - BOTTOM}" fill="#d1242f" opacity="0.08"/>`,
      text(label, { x: (x(from) + x(to)) / 2, y: TOP + 14, size: 11 }),
    ].join(''),
  );
  const grid = chart.yTicks.map(
    (tick) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(y(tick))}" y2="${at(y(tick))}" stroke="#8c959f" stroke-width="0.5" opacity="0.4"/>${text(String(tick), { x: LEFT - 8, y: y(tick) + 4, anchor: 'end' })}`,
  );
  const ticks = chart.xTicks.map(({ at: tick, label }) =>
    text(label, { x: x(tick), y: HEIGHT - BOTTOM + 18 }),
  );
  const lines = chart.lines.map(({ points, colour }) => {
    const path = points
      .filter(([, value]) => !Number.isNaN(value))
      .map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${at(x(px))} ${at(y(py))}`)
      .join('');
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"/>`;
  });
  let legendX = LEFT;
  const legend = chart.lines.map(({ name, colour }) => {
    const entry = `<rect x="${legendX}" y="34" width="14" height="4" fill="${colour}"/>${text(name, { x: legendX + 20, y: 40, anchor: 'start' })}`;
    legendX += 34 + name.length * 7;
    return entry;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" role="img" aria-label="${escaped(chart.title)}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#ffffff"/>`,
    text(chart.title, {
      x: LEFT,
      y: 22,
      anchor: 'start',
      size: 15,
      weight: 600,
      colour: '#1f2328',
    }),
    ...legend,
    ...spans,
    ...grid,
    ...ticks,
    ...lines,
    text(chart.xLabel, { x: (LEFT + WIDTH) / 2, y: HEIGHT - 10 }),
    `<text transform="translate(16 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle" font-size="12" fill="#57606a">${escaped(chart.yLabel)}</text>`,
    '</svg>',
    '',
  ].join('\n');
};
