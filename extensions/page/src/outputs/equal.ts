/** Whether two values of JSON are the same. */
export function areEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const entries = Object.entries(one);
  const others = other as Record<string, unknown>;
  if (entries.length !== Object.keys(others).length) return false;
  return entries.every(([key, value]) => Object.hasOwn(others, key) && areEqual(value, others[key]));
}
