/** A film's poster or a book's cover; a drawn one where there is none, or until it has been fetched. */
import { useEffect, useState } from "react";
import { Cover } from "./Cover";
import classes from "./Poster.module.css";

interface Props {
  /** Its address on this site; null where the record names none. */
  picture: string | null | undefined;
  title: string;
  size: "row" | "card" | "grid" | "page";
}

export function Poster({ picture, title, size }: Props) {
  return (
    <span className={classes.place} data-size={size} aria-hidden="true">
      <Cover title={title} isSmall={size === "row"} />
      {picture && <Picture key={picture} address={picture} />}
    </span>
  );
}

/** A picture that is not there yet is fetched by the site about now, so it is asked for again after so
 * many milliseconds. What cannot be had the browser keeps in mind, and asks nobody. */
const AGAIN_MS = [2000, 4000, 8000, 16_000, 32_000];

function Picture({ address }: { address: string }) {
  const [failures, setFailures] = useState(0);
  const [isWaiting, setIsWaiting] = useState(false);
  const [isThere, setIsThere] = useState(false);
  const wait = AGAIN_MS[failures - 1];
  useEffect(() => {
    if (!isWaiting || !wait) return;
    const timer = setTimeout(() => setIsWaiting(false), wait);
    return () => clearTimeout(timer);
  }, [isWaiting, wait]);

  if (isWaiting) return null;
  return (
    <img
      className={classes.picture}
      src={address}
      alt=""
      loading="lazy"
      decoding="async"
      // The cover behind it is seen until then, and no sign of a picture that is missing.
      data-there={isThere || undefined}
      onLoad={() => setIsThere(true)}
      onError={() => {
        setFailures(failures + 1);
        setIsWaiting(true);
      }}
    />
  );
}
