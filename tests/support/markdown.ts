/** What the checks of the docs look at in one Markdown page. */
export interface Page {
  readonly blocks: readonly CodeBlock[];
  readonly links: readonly { readonly line: number; readonly target: string }[];
  /** Anchors of its headings: `retries`, `the-backend-folder`. */
  readonly anchors: readonly string[];
}

export interface CodeBlock {
  /** Of the opening fence, one-based. */
  readonly line: number;
  /** `ts`, `console`; empty if none is given. */
  readonly language: string;
  /** The file it is: `api/index.ts` of "ts title=api/index.ts". */
  readonly title: string | undefined;
  /** Anchor of the heading above it, of the first or second level. */
  readonly section: string;
  readonly text: string;
}

export function parseMarkdown(text: string): Page {
  const blocks: CodeBlock[] = [];
  const links: { line: number; target: string }[] = [];
  const anchors: string[] = [];
  let section = "";
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const fence = /^```(\w*)(?: title=(\S+))?$/.exec(line);
    if (fence) {
      const end = lines.indexOf("```", index + 1);
      if (end < 0) throw new Error(`Line ${index + 1}: the code block has no end`);
      const code = lines.slice(index + 1, end).map((codeLine) => `${codeLine}\n`);
      const [, language = "", title] = fence;
      blocks.push({ line: index + 1, language, title, section, text: code.join("") });
      index = end;
      continue;
    }
    const [, level, title] = /^(#+) (.+)$/.exec(line) ?? [];
    if (title !== undefined) anchors.push(anchorOf(title));
    if (title !== undefined && level !== undefined && level.length <= 2) section = anchorOf(title);
    for (const [, target = ""] of line.matchAll(/\]\(([^)\s]+)\)/g))
      links.push({ line: index + 1, target });
  }
  return { blocks, links, anchors };
}

/** The anchor that GitHub gives a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}
