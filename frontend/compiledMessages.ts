/** Compiles the English messages in the code while the page is built, so that no browser needs the compiler. */
import { compileMessageOrThrow } from "@lingui/message-utils/compileMessage";
import { generateMessageId } from "@lingui/message-utils/generateMessageId";
import { type ESTree, type Plugin, Visitor } from "vite";

export function compiledMessages(): Plugin {
  return {
    name: "compiled-messages",
    apply: "build",
    enforce: "pre", // after Lingui's macros, which stand before it in the list of plugins
    transform: {
      filter: { id: /\.tsx?$/, code: "/*i18n*/" },
      handler(code) {
        const parts: string[] = [];
        let end = 0;
        for (const { text, from, to } of messagesIn(this.parse(code, { lang: "tsx" }))) {
          parts.push(code.slice(end, from), JSON.stringify(compileMessageOrThrow(text)));
          end = to;
        }
        return { code: parts.join("") + code.slice(end), map: null };
      },
    },
  };
}

interface Message {
  text: string;
  from: number;
  to: number;
}

/** The texts of what Lingui's macros left in the code: objects whose id follows from their message. */
function messagesIn(program: ESTree.Program): Message[] {
  const found: Message[] = [];
  new Visitor({
    ObjectExpression({ properties }) {
      const literals = new Map(properties.flatMap(literalOf));
      const message = literals.get("message");
      if (typeof message?.value !== "string") return;
      if (literals.get("id")?.value !== generateMessageId(message.value)) return;
      found.push({ text: message.value, from: message.start, to: message.end });
    },
  }).visit(program);
  return found.sort((one, other) => one.from - other.from);
}

function literalOf(property: ESTree.ObjectPropertyKind): [string, ESTree.StringLiteral][] {
  if (property.type !== "Property" || property.key.type !== "Identifier") return [];
  const { value } = property;
  if (value.type !== "Literal" || typeof value.value !== "string") return [];
  return [[property.key.name, value as ESTree.StringLiteral]];
}
