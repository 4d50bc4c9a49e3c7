import type { Clock } from '@agentcards/auth';

/** A clock that stands still until somebody turns it. */
export interface HandTurnedClock extends Clock {
  turnTo(time: number): void;
}

export function createHandTurnedClock(time: number): HandTurnedClock {
  let now = time;
  return {
    now: () => now,
    turnTo(next) {
      now = next;
    },
  };
}
