/** The grammar as JSON Schema (draft 2020-12), by which editors complete and check a playbook. */
import { z } from 'zod';
import { doShape, grammarLimits, handShape, nextShape, playbookShape, stepShape, togetherShape } from './schema.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * What `playbooks/playbook.schema.json` holds. It refuses nothing that `playbook lint` takes; lint refuses more (names that
 * lead nowhere, limits that do not fit, groups and actions that are not there).
 */
export function playbookJsonSchema(): JsonSchema {
  const schema = { ...published(playbookShape), title: 'A playbook of Staunch: what happens after a leak, and in which order' };
  const { ladders, stages } = schema.properties as { ladders: JsonSchema; stages: JsonSchema };
  ladders.maxProperties = grammarLimits.ladders;
  Object.assign(stages, { minProperties: 1, maxProperties: grammarLimits.stages });
  return schema;
}

function published(shape: z.ZodType): JsonSchema {
  return z.toJSONSchema(shape, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      // Counted after the blanks around it were cut off, which a schema cannot say.
      if (zodSchema._zod.def.type === 'string') delete jsonSchema.maxLength;
      // Left out where something is transformed, though it is ours that is written.
      const examples = z.globalRegistry.get(zodSchema)?.examples;
      Object.assign(jsonSchema, examples === undefined ? {} : { examples }, sortsOf(zodSchema));
    },
  });
}

/** What a shape with a transformation takes, which only we know. */
function sortsOf(shape: z.core.$ZodType): JsonSchema {
  if (shape === stepShape) {
    return { anyOf: [titled(doShape, 'A step that the bot does'), titled(handShape, 'A step that a person does')] };
  }
  if (shape !== nextShape) return {};
  const stage: JsonSchema = { title: 'The stage that follows, or `end`', type: 'string', examples: ['contain', 'end'] };
  return {
    description: 'What comes after this stage. Stages that run together have none.',
    anyOf: [stage, titled(togetherShape, 'Several stages at once, and what follows them')],
  };
}

function titled(shape: z.ZodType, title: string): JsonSchema {
  const { $schema: _, ...schema } = published(shape);
  return { title, ...schema };
}
