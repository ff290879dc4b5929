/** The sign of the house: one mix, heard here (solid) and elsewhere (dashed). */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      strokeWidth="2.5"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M3 20c4.5 0 5-9 9.5-9S18 21 22 21s4-4 7-4" stroke="var(--a)" />
      <path d="M3 13c5 0 6 10 11 10s5-13 9.5-13S27 12 29 12" stroke="var(--b)" strokeDasharray="0.1 4.6" />
    </svg>
  );
}
