import { styleText } from 'node:util';
import { row } from './format.js';

/** Where the example speaks to a person: headings and rows, in colour where a terminal shows it. */
export interface Screen {
  heading(number: number, text: string): void;
  line(text?: string): void;
  row(cells: readonly string[], widths: readonly number[]): void;
  /** Headings of columns. */
  faint(cells: readonly string[], widths: readonly number[]): void;
  good(text: string): void;
  bad(text: string): void;
}

export function openScreen(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Screen {
  // https://no-color.org: any value but the empty one switches colour off.
  const coloured = stream.isTTY && !environment.NO_COLOR;
  const paint = (style: Parameters<typeof styleText>[0], text: string) => (coloured ? styleText(style, text) : text);
  const line = (text = '') => void stream.write(`${text === '' ? '' : `   ${text}`}\n`);
  return {
    heading: (number, text) => void stream.write(`\n${paint('bold', `${number}  ${text}`)}\n`),
    line,
    row: (cells, widths) => line(row(cells, widths)),
    faint: (cells, widths) => line(paint('dim', row(cells, widths))),
    good: (text) => line(paint('green', text)),
    bad: (text) => line(paint('red', text)),
  };
}
