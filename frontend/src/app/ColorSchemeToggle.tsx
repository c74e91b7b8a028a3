/** Light, dark, or as the computer says. */
import { t } from "@lingui/core/macro";
import { ActionIcon, type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { AutoIcon, MoonIcon, SunIcon } from "@/ui/icons";

const NEXT: Record<MantineColorScheme, MantineColorScheme> = {
  auto: "light",
  light: "dark",
  dark: "auto",
};
const ICON = { auto: AutoIcon, light: SunIcon, dark: MoonIcon };
const WORD = { auto: t`as your computer`, light: t`light`, dark: t`dark` };

export function ColorSchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = NEXT[colorScheme];
  const CurrentIcon = ICON[colorScheme];
  const label = t`Colours: ${WORD[colorScheme]}. Change to ${WORD[next]}`;
  return (
    <ActionIcon
      variant="transparent"
      color="gray.2"
      size={40}
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next)}
    >
      <CurrentIcon />
    </ActionIcon>
  );
}
