import { DockerfileParser, type Copy } from 'dockerfile-ast';

/** One stage of a Dockerfile. */
export interface Stage {
  readonly name: string | null;
  readonly image: string;
  /** Each instruction with its words, in order. */
  readonly instructions: readonly {
    readonly keyword: string;
    readonly words: readonly string[];
    readonly text: string;
    readonly from: string | null;
  }[];
}

/** The stages of a Dockerfile, in order. */
export function stagesOf(text: string): Stage[] {
  const stages: { name: string | null; image: string; instructions: Stage['instructions'][number][] }[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const words = instruction.getArguments().map((argument) => argument.getValue());
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') stages.push({ image: words[0] ?? '', name: words[2] ?? null, instructions: [] });
    else
      stages.at(-1)?.instructions.push({
        keyword,
        words,
        text: instruction.getArgumentsContent() ?? '',
        from: keyword === 'COPY' ? sourceOf(instruction as Copy) : null,
      });
  }
  return stages;
}

/** What is wrong with the name of an image: it must say which one, down to the minor version or a word that means as much. */
export function loose(image: string): string[] {
  const tag = /:([\w.-]+)$/.exec(image)?.[1];
  if (tag === undefined || tag === 'latest') return [`${image} does not say which version`];
  return /^\d+(\.\d+)+/.test(tag) ? [] : [`${image} does not say which minor version`];
}

/** The stage that a COPY takes from; null: what the build was given. */
function sourceOf(copy: Copy): string | null {
  return copy.getFromFlag()?.getValue() ?? null;
}
