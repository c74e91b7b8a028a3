/** How long something lives yet, second by second. A screen reader is not told every second. */
import { t } from "@lingui/core/macro";
import { useEffect, useState } from "react";

interface Props {
  /** In milliseconds since 1970. */
  until: number;
  /** What stands there afterwards. */
  over: string;
}

export function Countdown({ until, over }: Props) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((until - now) / 1000);
  return <span role="timer">{seconds > 0 ? t`${durationInWords(seconds)} left` : over}</span>;
}

export function durationInWords(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = Math.floor(seconds % 60);
  if (days > 1) return joined([days, t`days`], [hours % 24, t`h`]);
  if (hours > 0) return joined([hours, t`h`], [minutes, t`min`]);
  return minutes > 0 ? joined([minutes, t`min`], [rest, t`s`]) : `${rest} ${t`s`}`;
}

/** The smaller part is left out where it is nothing. */
function joined([great, unit]: [number, string], [small, smaller]: [number, string]): string {
  return small > 0 ? `${great} ${unit} ${small} ${smaller}` : `${great} ${unit}`;
}
