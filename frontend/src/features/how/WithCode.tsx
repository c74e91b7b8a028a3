/** A sentence in which what belongs to code looks so, and a permission is drawn as the ticket it is. */
import { Ticket } from "@/permissions/Ticket";

const CODE =
  /([a-z]+:(?:movies|books)\b|roles: \["Managers"\]|\b\w+\(\)|\b__raw\b|\bauthorizationParams\b|(?<= )\/userinfo\b)/;

export function WithCode({ children }: { children: string }) {
  return children.split(CODE).map((part, at) => {
    if (at % 2 === 0) return part;
    const key = `${at} ${part}`;
    if (/^[a-z]+:\w/.test(part)) return <Ticket key={key} name={part} held says={null} />;
    return (
      <code key={key} translate="no">
        {part}
      </code>
    );
  });
}
