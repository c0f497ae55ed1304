using LlmProxy.Core.Json;

namespace LlmProxy.Core.Tokens.Prompts;

/// <summary>Finds single members of objects.</summary>
internal static class JsonMember
{
    /// <summary>The value of a member as it is written; empty where <paramref name="json"/> is no object, or has no such member.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        if (json is not [(byte)'{', ..])
            return default;
        var members = new JsonWalk(json);
        while (members.Next())
        {
            if (members.Name.SequenceEqual(name))
                return members.Value;
        }

        return default;
    }

    /// <summary>The inside of a member that is a string; empty where it is none.</summary>
    public static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name) => Inside(Of(json, name));

    /// <summary>The inside of a value that is a string; empty where it is none.</summary>
    public static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> value) => value is [(byte)'"', .., (byte)'"'] ? value[1..^1] : default;
}
