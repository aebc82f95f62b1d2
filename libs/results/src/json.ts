/**
 * JSON with numbers that are not finite as the strings "NaN", "Infinity" and "-Infinity", as protobuf's JSON mapping has
 * them (protobuf.dev/programming-guides/json): what a setting does is a result and must not become null.
 * @param indent spaces a level; 0 puts all on one line.
 */
export function toJson(value: unknown, indent = 0): string {
  return JSON.stringify(
    value,
    (_, item: unknown) => (typeof item === 'number' && !Number.isFinite(item) ? String(item) : item),
    indent,
  );
}
