// The app's mark, as in icons/mark.svg: a closed ring that opens, and what was inside is seen.
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="14" fill="#0b6e76" />
      <path d="M40.5 15.3A19 19 0 1 0 48.7 23.5" fill="none" stroke="#fff" strokeWidth="7" strokeLinecap="round" />
      <path d="M32 32 50 14" fill="none" stroke="#8ee3da" strokeWidth="7" strokeLinecap="round" />
      <circle cx="32" cy="32" r="7" fill="#8ee3da" />
    </svg>
  );
}
