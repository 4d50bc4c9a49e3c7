/**
 * Runs a work once for all who ask for the same while it runs. What it fails with they all get; whoever asks after its end
 * begins anew.
 */
export function createSharedFlights<Result>() {
  const flights = new Map<string, Promise<Result>>();
  return (name: string, work: () => Promise<Result>): Promise<Result> => {
    const running = flights.get(name);
    if (running !== undefined) return running;
    const flight = work().finally(() => flights.delete(name));
    flights.set(name, flight);
    return flight;
  };
}
