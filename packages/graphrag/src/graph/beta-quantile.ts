/**
 * The number below which a Beta(a, b) variable falls with the given probability: the root of I_x(a, b) = probability,
 * by Newton's method inside a bracket that bisection narrows where a step would leave it. a and b are positive,
 * `probability` is in (0, 1); the answer is in (0, 1) and good to about 12 digits.
 */
export function betaQuantile(probability: number, a: number, b: number): number {
  const ofBeta = logBeta(a, b);
  let [low, high] = [0, 1];
  let x = a / (a + b);
  // A root close to 0 is reached by halving: at most 1074 times down to the smallest double, a dozen steps of Newton after.
  for (let step = 0; step < 1_100; step++) {
    const excess = regularizedBeta(x, a, b, ofBeta) - probability;
    if (excess > 0) high = x;
    else low = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - ofBeta);
    const newton = x - excess / density;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-14 * x) return next;
    x = next;
  }
  return x;
}

/** I_x(a, b) for x in (0, 1): the continued fraction on the side where it converges fast (DLMF 8.17.4, 8.17.22). */
function regularizedBeta(x: number, a: number, b: number, ofBeta: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - ofBeta);
  if (x < (a + 1) / (a + b + 2)) return (front * continuedFraction(x, a, b)) / a;
  return 1 - (front * continuedFraction(1 - x, b, a)) / b;
}

/** By the method of Lentz (Applied Optics 15, 1976); takes about √max(a, b) terms. */
function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const nonZero = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return fraction;
}

/** ln B(a, b) for positive a and b. */
function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** ln Γ(x) for x > 0: Stirling's series (DLMF 5.11.1) after the recurrence has raised x to where it is exact. */
export function logGamma(x: number): number {
  let raised = 1;
  let z = x;
  for (; z < 12; z++) raised *= z;
  const inverse = 1 / (z * z);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(raised);
}
