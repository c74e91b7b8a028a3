/** A cover drawn from a title: the same one every time, in the colours of the house. */
import type { CSSProperties } from "react";
import classes from "./Cover.module.css";

/** How many palettes the stylesheet has. */
const PALETTES = 8;

/** Shapes in a field of 200 by 300, each a path in the first or the second colour of its palette.
 * Both numbers are between 0 and 1 and make siblings differ. They leave the lower third to the title. */
type Motif = (a: number, b: number) => readonly [first: string, second: string];

const circle = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
const times = <Part,>(count: number, part: (index: number) => Part) =>
  Array.from({ length: count }, (_, index) => part(index));

const MOTIFS: readonly Motif[] = [
  // A sun behind hills.
  (a, b) => [
    `M0 ${150 + 30 * b}Q${50 + 40 * a} ${90 + 40 * b} 110 ${150 + 20 * a}T200 ${130 + 30 * b}V300H0z`,
    circle(50 + 100 * a, 70 + 30 * b, 34 + 14 * a),
  ],
  // A curtain, drawn up.
  (a, b) => [
    times(5, (n) => {
      const x = 40 * n;
      return `M${x} 0h20v${100 + 50 * Math.abs(n - 4 * a) * 0.5}a10 10 0 0 1 -20 0z`;
    }).join(""),
    times(
      5,
      (n) => `M${40 * n + 20} 0h20v${70 + 24 * Math.abs(n - 4 * b)}a10 10 0 0 1 -20 0z`,
    ).join(""),
  ],
  // A spotlight and what it falls on.
  (a, b) => [
    `M${200 * a} -10L${20 + 40 * b} 164H${150 + 30 * b}z`,
    `M${20 + 40 * b} 164a${65 - 5 * b} 15 0 1 0 ${130 - 10 * b} 0a${65 - 5 * b} 15 0 1 0 ${10 * b - 130} 0z`,
  ],
  // Rings, as of a reel.
  (a, b) => {
    const [x, y] = [40 + 120 * a, 60 + 60 * b];
    const rings = [110, 86, 62, 38].map((r) => circle(x, y, r));
    return [rings.join(""), circle(x, y, 18)];
  },
  // Doors within doors.
  (a, b) => {
    const arch = (w: number, top: number) =>
      `M${100 - w} 180V${top + w}a${w} ${w} 0 0 1 ${2 * w} 0V180z`;
    return [arch(72, 24) + arch(54, 44 + 8 * a) + arch(36, 66 + 12 * a), arch(18, 92 + 20 * b)];
  },
  // Rays from a corner of the sky.
  (a, b) => {
    const [x, y] = [200 * a, 180];
    const rays = times(9, (n) => {
      const [from, to] = [(n * Math.PI) / 9, ((n + 0.5) * Math.PI) / 9];
      const end = (angle: number) =>
        `${(x - 320 * Math.cos(angle)).toFixed(0)} ${(y - 320 * Math.sin(angle)).toFixed(0)}`;
      return `M${x} ${y}L${end(from)}L${end(to)}z`;
    });
    return [
      rays.join(""),
      `M${x - 44 - 16 * b} ${y}a${44 + 16 * b} ${44 + 16 * b} 0 0 1 ${88 + 32 * b} 0z`,
    ];
  },
  // Seats, row behind row.
  (a, b) => {
    const row = (y: number, shift: number) =>
      times(6, (n) => `M${40 * n - shift} ${y + 34}v-20a14 14 0 0 1 28 0v20z`).join("");
    return [
      row(34, 6 + 20 * b) + row(114, 6 + 20 * b),
      row(74, 26 - 20 * b) + circle(60 + 80 * a, 18, 8),
    ];
  },
  // A strip of film, lying across.
  (a) => {
    const lean = 60 - 120 * a;
    const at = (x: number, y: number) => `${x} ${(y + (lean * (x - 100)) / 100).toFixed(0)}`;
    const box = (x: number, y: number, w: number, h: number) =>
      `M${at(x, y)}L${at(x + w, y)}L${at(x + w, y + h)}L${at(x, y + h)}z`;
    const frames = times(5, (n) => box(-28 + 52 * n, 72, 42, 50));
    const holes = times(13, (n) => box(-8 + 17 * n, 58, 8, 8) + box(-8 + 17 * n, 128, 8, 8));
    return [box(-10, 50, 220, 94), frames.join("") + holes.join("")];
  },
];

/** Of a title, in percent of the cover's width. */
const [WIDTH, ROOM, LARGEST, SMALLEST] = [84, 48, 18, 7];

/** A number that is always the same for a text, and far apart for texts alike (FNV-1a). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}

/** Part of the width that a letter takes at the size of that width: Latin ones are half as wide as high,
 * Greek, Cyrillic and their kin wider. */
const widthOf = (word: string) =>
  [...word].reduce(
    (width, letter) =>
      width + (letter > "\u2E80" ? 1 : /[\u0370-\u1FFF]/.test(letter) ? 0.75 : 0.56),
    0,
  );

/** How large a title can be set, in percent of the cover's width: its longest word in one line, and all
 * of its lines in the room below the shapes, where no line is filled to its end. */
function sizeOf(title: string): number {
  const words = title.match(/[\u2E80-\uFFFF]|[^\s\u2E80-\uFFFF-]+-?/g) ?? [""];
  const longest = Math.max(...words.map(widthOf));
  const fits = (size: number) =>
    size * longest <= WIDTH &&
    Math.ceil((1.25 * size * widthOf(title)) / WIDTH) * 1.08 * size <= ROOM;
  let size = LARGEST;
  while (size > SMALLEST && !fits(size)) size -= 0.5;
  return size;
}

export function Cover({ title, isSmall }: { title: string; isSmall: boolean }) {
  const hash = hashOf(title);
  const part = (shift: number) => ((hash >>> shift) & 15) / 15;
  const motif = MOTIFS[(hash >>> 3) % MOTIFS.length] as Motif;
  const [first, second] = motif(part(8), part(16));
  return (
    <span className={classes.cover} data-palette={hash % PALETTES}>
      <svg aria-hidden="true" viewBox="0 0 200 300" preserveAspectRatio="xMidYMin slice">
        <path className={classes.first} fillRule="evenodd" d={first} />
        <path className={classes.second} fillRule="evenodd" d={second} />
      </svg>
      {!isSmall && (
        <span className={classes.title} style={{ "--size": sizeOf(title) } as CSSProperties}>
          {title}
        </span>
      )}
    </span>
  );
}
