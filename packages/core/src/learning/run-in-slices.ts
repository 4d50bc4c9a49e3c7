import { sleep } from '../embedding/deadline.js';

/** Milliseconds without a pause, or one piece where that takes longer. */
const sliceMs = 4;
/** Pieces without a pause: in some workers no clock moves while code runs. */
const slicePieces = 16;

/**
 * Runs an iterator to its end in slices, the event loop turning before each: whoever else has something to do waits for
 * one slice. Answers whether it came to its end; when the signal aborts, it goes no further than the slice at hand.
 */
export async function runInSlices(pieces: Iterator<undefined, void>, signal: AbortSignal): Promise<boolean> {
  try {
    for (;;) {
      await sleep(0, signal);
      const end = performance.now() + sliceMs;
      for (let piece = 0; piece < slicePieces && (piece === 0 || performance.now() < end); piece++) {
        if (pieces.next().done === true) return true;
      }
    }
  } catch (error) {
    pieces.return?.();
    if (signal.aborted) return false;
    throw error;
  }
}
