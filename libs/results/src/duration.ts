/** Milliseconds as people read them: "0.8 s", "42 s", "3 min 05 s", "2 h 07 min". */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${pad(seconds % 60)} s`;
  const roundedMinutes = Math.round(seconds / 60);
  return `${Math.floor(roundedMinutes / 60)} h ${pad(roundedMinutes % 60)} min`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
