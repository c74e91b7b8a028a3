/** Puts the session on top of whoever keeps the tokens. */
import { SessionState } from "./SessionState";
import type { TokenHolderComponent, TokenHolderProps } from "./tokenHolder";

interface Props extends TokenHolderProps {
  /** As `loadTokenHolder` answers. */
  holder: TokenHolderComponent;
}

export function SessionProvider({ holder: Holder, children, ...props }: Props) {
  return (
    <Holder {...props}>
      <SessionState {...props}>{children}</SessionState>
    </Holder>
  );
}
