/** For JSON.stringify: JavaScript engines differ in the last digits of logarithms. */
export const rounded = (_key, value) => (typeof value === 'number' ? Number(value.toFixed(9)) : value);
