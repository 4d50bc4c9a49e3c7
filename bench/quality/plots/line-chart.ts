import { escapeText } from './escape-text.js';
import { executionScale, gridLines } from './scales.js';

export interface Series {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Panel {
  readonly title: string;
  readonly series: readonly Series[];
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** All panels share the vertical axis, from 0 to 1. A name of a series means the same in each. */
  readonly panels: readonly Panel[];
  readonly columns: number;
}

/**
 * Colours with a contrast of at least 3 to white and to GitHub's dark background alike. Series differ by their dashes
 * as well, so that no colour has to be told from another; the last one, which is ours, is a thick unbroken line.
 */
const strokes = [
  { colour: '#8a8f98', dash: '2 3' },
  { colour: '#c2703a', dash: '7 3' },
  { colour: '#a06cd5', dash: '1 3 7 3' },
  { colour: '#2e9a78', dash: '4 3' },
  { colour: '#bd8a00', dash: '10 3' },
] as const;
const ours = { colour: '#2f81f7', dash: undefined } as const;
const ink = '#7b838d';

const panelWidth = 300;
const panelHeight = 230;
const margin = { left: 52, right: 14, top: 34, bottom: 44 };
const header = 34;
const legendLine = 20;
const legendColumns = 3;

/** Panels of lines over a number of executions, as one SVG document. The last series of a panel is the one shown off. */
export function renderLineChart({ title, xLabel, yLabel, panels, columns }: Chart): string {
  const names = [...new Set(panels.flatMap(({ series }) => series.map(({ name }) => name)))];
  const across = Math.min(columns, Math.max(1, panels.length));
  const width = Math.max(across, 2) * panelWidth;
  const gridTop = header + legendLine * Math.ceil(names.length / legendColumns) + 6;
  const height = gridTop + panelHeight * Math.ceil(panels.length / across);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="11" fill="${ink}">`,
    `<title>${escapeText(title)}</title>`,
    `<text x="12" y="22" font-size="15" font-weight="600">${escapeText(title)}</text>`,
    ...names.map((name, index) => legendEntry(name, names, index, width)),
    ...panels.map((panel, index) => {
      const left = (index % across) * panelWidth;
      const top = gridTop + Math.floor(index / across) * panelHeight;
      return renderPanel(panel, names, { left, top, xLabel, yLabel });
    }),
    '</svg>',
    '',
  ].join('\n');
}

function legendEntry(name: string, names: readonly string[], index: number, width: number): string {
  const x = 12 + (index % legendColumns) * ((width - 12) / legendColumns);
  const y = header + 8 + Math.floor(index / legendColumns) * legendLine;
  return `<path d="M${x} ${y}h30" ${strokeOf(name, names)}/><text x="${x + 37}" y="${y + 4}">${escapeText(name)}</text>`;
}

function renderPanel(
  { title, series }: Panel,
  names: readonly string[],
  place: { readonly left: number; readonly top: number; readonly xLabel: string; readonly yLabel: string },
): string {
  const plotWidth = panelWidth - margin.left - margin.right;
  const plotHeight = panelHeight - margin.top - margin.bottom;
  const scale = executionScale(series.flatMap(({ points }) => points.map(({ x }) => x)));
  const xOf = (x: number) => margin.left + scale.position(x) * plotWidth;
  const yOf = (y: number) => margin.top + (1 - y) * plotHeight;
  const bottom = yOf(0);
  return [
    `<g transform="translate(${place.left} ${place.top})">`,
    `<text x="${margin.left}" y="${margin.top - 12}" font-weight="600" font-size="12">${escapeText(title)}</text>`,
    ...gridLines.map(
      (y) =>
        `<path d="M${margin.left} ${round(yOf(y))}h${plotWidth}" stroke="${ink}" stroke-opacity="${y === 0 ? 0.8 : 0.25}"/><text x="${margin.left - 6}" y="${round(yOf(y) + 4)}" text-anchor="end">${y}</text>`,
    ),
    ...scale.ticks.map(
      (x) =>
        `<path d="M${round(xOf(x))} ${bottom}v4" stroke="${ink}"/><text x="${round(xOf(x))}" y="${bottom + 16}" text-anchor="middle">${x}</text>`,
    ),
    `<text x="${margin.left + plotWidth / 2}" y="${bottom + 33}" text-anchor="middle">${escapeText(place.xLabel)}</text>`,
    `<text transform="translate(14 ${margin.top + plotHeight / 2}) rotate(-90)" text-anchor="middle">${escapeText(place.yLabel)}</text>`,
    ...series.map(({ name, points }) => {
      const line = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(xOf(x))} ${round(yOf(y))}`);
      return `<path d="${line.join('')}" ${strokeOf(name, names)}/>`;
    }),
    '</g>',
  ].join('\n');
}

function strokeOf(name: string, names: readonly string[]): string {
  const index = names.indexOf(name);
  const isLast = index === names.length - 1;
  const { colour, dash } = isLast ? ours : strokes[index % strokes.length]!;
  const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
  return `fill="none" stroke="${colour}" stroke-width="${isLast ? 3 : 1.6}"${dashes}`;
}

const round = (value: number) => Number(value.toFixed(1));
