using System.Text.Json;

namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>A schema, or one within another. It is filled after it was made, since schemas can refer to themselves; then it does not change.</summary>
internal sealed class SchemaNode
{
    /// <summary>What a value must keep, in the order of the text.</summary>
    public List<SchemaRule> Rules { get; } = [];

    /// <summary>The first rule that <paramref name="value"/> breaks; <c>null</c>: none.</summary>
    public SchemaRule? Broken(JsonElement value, SchemaRun run)
    {
        run.Enter();
        foreach (var rule in Rules)
        {
            run.Spend(1);
            if (rule.Broken(value, run) is { } broken)
                return Leave(run, broken);
        }

        return Leave(run, null);
    }

    /// <summary>Whether <paramref name="value"/> keeps the schema.</summary>
    public bool Accepts(JsonElement value, SchemaRun run) => Broken(value, run) is null;

    private static SchemaRule? Leave(SchemaRun run, SchemaRule? broken)
    {
        run.Leave();
        return broken;
    }
}
