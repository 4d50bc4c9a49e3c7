/** Milliseconds of work without the event loop turning. */
const longestWork = 15;

type AfterTurn = (callback: () => void) => void;

interface Runtime {
  readonly setTimeout: typeof globalThis.setTimeout;
  readonly setImmediate?: AfterTurn;
  readonly MessageChannel?: new () => { readonly port1: Port; readonly port2: Port };
}

interface Port {
  onmessage: (() => void) | null;
  postMessage(message: undefined): void;
  close(): void;
}

// As they are when this is loaded: the fake timers of a test would keep everybody waiting.
const now = performance.now.bind(performance);
const afterTurn = chooseAfterTurn();

/** Since when there has been work without a turn of the event loop; undefined after one. */
let busySince: number | undefined;
/** Those who wait for a turn, in the order in which they came. */
const waiting: (() => void)[] = [];

/**
 * To be awaited before each piece of work that settles without the event loop turning, as that of an embedder or a database
 * on this thread does. Lets the loop turn when it has not for 15 ms, so that timers fire and others are answered; resolves
 * at once otherwise. Where several wait, each gets a turn in the order in which they came: who has much to do keeps nobody
 * waiting who has little.
 */
export async function giveWay(): Promise<void> {
  const isUsedUp = busySince !== undefined && now() - busySince >= longestWork;
  if (isUsedUp || waiting.length > 0) {
    await new Promise<void>((resolve) => {
      if (waiting.push(resolve) === 1) afterTurn(letNext);
    });
  }
  if (busySince !== undefined) return;
  busySince = now();
  afterTurn(() => {
    busySince = undefined;
  });
}

/** One a turn: how long it will work is not known. */
function letNext(): void {
  waiting.shift()!();
  if (waiting.length > 0) afterTurn(letNext);
}

/** The quickest that the runtime has: a timer takes a millisecond in Node, four in browsers, a second in hidden tabs. */
function chooseAfterTurn(): AfterTurn {
  const { setImmediate, MessageChannel, setTimeout } = globalThis as unknown as Runtime;
  if (setImmediate !== undefined) return (callback) => setImmediate(callback);
  if (MessageChannel === undefined) return (callback) => setTimeout(callback, 0);
  return (callback) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      // An open port would keep a process alive.
      port1.close();
      callback();
    };
    port2.postMessage(undefined);
  };
}
