// The app's mark, as in icons/mark.svg: a veil drawn apart, an A, and what was behind it is seen.
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="14" fill="#0b6e76" />
      <path
        d="M13 51 32 13l19 38"
        fill="none"
        stroke="#fff"
        strokeWidth="8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="32" cy="44" r="7" fill="#8ee3da" />
    </svg>
  );
}
