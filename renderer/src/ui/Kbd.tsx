export function Kbd({ children }: { children: string }) {
  return <span className="kbd">{children}</span>
}
