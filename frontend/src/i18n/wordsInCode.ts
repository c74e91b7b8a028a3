/** Finds the words for people in a source file that no macro marks as to be translated. */
import ts from "typescript";

export interface Unmarked {
  text: string;
  line: number;
  node: ts.Node;
}

/** What a macro or its tag marks already. */
const MACROS = new Set([
  "Trans",
  "Plural",
  "Select",
  "SelectOrdinal",
  "t",
  "msg",
  "plural",
  "select",
]);
/** Elements whose text is code in every language. */
const CODE = new Set(["code", "kbd", "pre", "samp"]);
/** Attributes and properties that people read even where they are one word. */
const READ =
  /^(title|label|lead|hint|heading|placeholder|alt|word|words|advice|aria-label|aria-description|description|says|caption|sentence|searches|one|many|all|link|required|meaning|action|summary|legend|error)$/;
/** Of a sentence: two words in a row, the second in small letters. A number or a value counts as the first. */
const SENTENCE = /(^|[\s“(])([A-Za-z’'-]+,?|\d+|…) [a-z][a-z’'-]+(?=[\s.,:;?)”…]|$)/;
/** One word that begins as a sentence does, alone. */
const HEADWORD = /^\p{Lu}\p{Ll}+[.:]?$/u;
const WORD = /\p{L}/u;

export function unmarkedWords(file: string, code: string): Unmarked[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found: Unmarked[] = [];
  const visit = (node: ts.Node) => {
    if (isSkipped(node)) return;
    const text = textOf(node);
    if (text !== null && isForPeople(node, text)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ text: text.trim().replace(/\s+/g, " "), line: line + 1, node });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Marked already, or read by no one but a developer. */
function isSkipped(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node))
    return true;
  if (ts.isTaggedTemplateExpression(node)) return MACROS.has(node.tag.getText());
  if (ts.isCallExpression(node)) {
    const called = node.expression.getText();
    return MACROS.has(called) || called.startsWith("console.");
  }
  if (ts.isNewExpression(node)) return /^(Error|TypeError|RegExp)$/.test(node.expression.getText());
  if (ts.isJsxAttribute(node))
    return /^(className|key|id|d|viewBox|points|transform|preserveAspectRatio)$/.test(
      node.name.getText(),
    );
  if (ts.isJsxElement(node)) {
    const tag = node.openingElement.tagName.getText();
    return MACROS.has(tag) || CODE.has(tag) || isUntranslatable(node.openingElement);
  }
  return ts.isJsxSelfClosingElement(node) && MACROS.has(node.tagName.getText());
}

function isUntranslatable({ attributes }: ts.JsxOpeningElement): boolean {
  return attributes.properties.some((each) => each.getText() === 'translate="no"');
}

/** What a node says by itself; of a template the text between its values. */
function textOf(node: ts.Node): string | null {
  if (ts.isJsxText(node) || ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return node.text;
  }
  if (!ts.isTemplateExpression(node)) return null;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("…");
}

function isForPeople(node: ts.Node, text: string): boolean {
  if (!WORD.test(text)) return false;
  if (ts.isJsxText(node)) return true;
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && /^[!=]==$/.test(parent.operatorToken.getText()))
    return false;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return false;
  if (ts.isElementAccessExpression(parent) || ts.isCaseClause(parent)) return false;
  const name = nameOf(node);
  if (name === CHILD) return true;
  const isRead = name !== null && READ.test(name) && !/^[a-z0-9_:./-]*$/.test(text);
  return isRead || SENTENCE.test(text) || (name !== null && HEADWORD.test(text));
}

/** For what stands among an element's children. */
const CHILD = "";

/** The attribute or property whose value this is. */
function nameOf(node: ts.Node): string | null {
  let { parent } = node;
  while (isPassingOn(parent)) parent = parent.parent;
  if (ts.isJsxElement(parent) || ts.isJsxFragment(parent)) return CHILD;
  if (ts.isJsxAttribute(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText();
  return null;
}

/** Of what its own value may be that of its part. */
function isPassingOn(node: ts.Node): boolean {
  return (
    ts.isConditionalExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isJsxExpression(node) ||
    (ts.isBinaryExpression(node) && /^(\?\?|\|\||&&)$/.test(node.operatorToken.getText()))
  );
}
