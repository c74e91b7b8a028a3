/** Colours, type and sizes: a cinema after dark, in warm greys with one red and one brass. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const curtain: MantineColorsTuple = [
  "#fdf0ef",
  "#f9dcdb",
  "#f2b5b5",
  "#ff8f8c",
  "#ff6b6b",
  "#dd4a50",
  "#c9343f",
  "#b3202e",
  "#9c1826",
  "#84101d",
];

const brass: MantineColorsTuple = [
  "#fbf6ea",
  "#f4e9cc",
  "#ead7a3",
  "#dcc078",
  "#c9a552",
  "#b08d3c",
  "#92732c",
  "#775c20",
  "#5a4517",
  "#3f300f",
];

const gray: MantineColorsTuple = [
  "#faf8f5",
  "#f4f1ec",
  "#e9e4dd",
  "#d9d2c8",
  "#bfb6a9",
  "#958b7e",
  "#665d53",
  "#544c44",
  "#3a342e",
  "#24201c",
];

const dark: MantineColorsTuple = [
  "#e4ded6",
  "#c4bcb2",
  "#a69d92",
  "#7d7469",
  "#494239",
  "#37312b",
  "#2a2521",
  "#1c1916",
  "#151210",
  "#0e0c0a",
];

export const theme = createTheme({
  colors: { curtain, brass, gray, dark },
  primaryColor: "curtain",
  primaryShade: { light: 7, dark: 6 },
  black: "#24201c",
  fontFamily: "Figtree, system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "'IBM Plex Mono', ui-monospace, 'Cascadia Mono', Menlo, monospace",
  headings: { fontWeight: "750", sizes: { h1: { fontSize: "1.625rem" } } },
  fontSizes: { xs: "0.8125rem", sm: "0.9375rem", md: "1rem" },
  lineHeights: { md: "1.5" },
  defaultRadius: 6,
  cursorType: "pointer",
  respectReducedMotion: true,
});

/** Names of our own for what both schemes colour differently. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    "--mantine-color-body": "#faf8f5",
    "--mantine-color-dimmed": "#665d53",
    "--mantine-color-placeholder": "#665d53",
    "--mantine-color-error": "#a81c2a",
    "--usher-surface": "#ffffff",
    "--usher-line": "#e4ded5",
    "--usher-hover": "#f6f1ea",
    "--usher-place": "#ece6de",
    "--usher-place-ink": "#857a6d",
    "--usher-ink": "#24201c",
    "--usher-accent": "#b3202e",
    "--usher-accent-wash": "#fbeceb",
    "--usher-brass": colors.brass?.[5] ?? "",
    "--usher-shadow": "0 1px 2px rgb(60 40 20 / 6%), 0 4px 16px rgb(60 40 20 / 6%)",
  },
  dark: {
    "--mantine-color-body": "#1c1916",
    "--mantine-color-dimmed": "#a69d92",
    "--mantine-color-placeholder": "#a69d92",
    "--mantine-color-error": "#ff8f8c",
    "--usher-surface": "#25211d",
    "--usher-line": "#3b352e",
    "--usher-hover": "#2e2924",
    "--usher-place": "#37312b",
    "--usher-place-ink": "#8f857a",
    "--usher-ink": "#f4f1ec",
    "--usher-accent": "#ff6b6b",
    "--usher-accent-wash": "#3a2422",
    "--usher-brass": colors.brass?.[4] ?? "",
    "--usher-shadow": "0 1px 2px rgb(0 0 0 / 30%), 0 4px 16px rgb(0 0 0 / 25%)",
  },
});
