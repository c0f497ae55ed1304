using System.Text;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Core.Guardrails.Schemas;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.Schemas;

/// <summary>Reads the schema that a guard's configuration names.</summary>
internal static class SchemaFile
{
    private const string Setting = nameof(GuardrailOptions.SchemaFile);

    /// <summary>The schema; <c>null</c>: none is named, or it is wrong, which is noted.</summary>
    /// <remarks>It is read as secret files are: at most 64 KiB, and again with every reload; a change of the file makes one.</remarks>
    public static JsonSchema? Read(GuardDefinition definition)
    {
        if (definition.Options.SchemaFile is not { } name)
            return null;
        if (name.Length == 0 || name.Contains('\0'))
        {
            definition.Error(Setting, "names no file", "give a path from the configuration's folder");
            return null;
        }

        var path = Path.GetFullPath(name, Path.GetFullPath(definition.BaseFolder.Length > 0 ? definition.BaseFolder : "."));
        if ((definition.Secrets ?? SecretResolver.System).ReadFile(path) is not { } text)
        {
            definition.Error(Setting, $"is '{path}', which cannot be read or is larger than 64 KiB", "give the path of a file with a JSON schema, from the configuration's folder");
            return null;
        }

        try
        {
            return JsonSchema.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonSchemaException e)
        {
            definition.Error(Setting, $"is '{path}', in which {e.Message}", "mend the schema; docs/guardrails-judging.md says which keywords there are");
            return null;
        }
    }
}
