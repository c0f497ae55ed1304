using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>What a frame says of itself beside its content, for frames that are added to a stream.</summary>
internal static class FrameHead
{
    /// <summary>Whether a member at the top of a frame belongs there: ids and numbers; never a string that may be text, nor the padding that hides a text's length.</summary>
    public static bool Has(ReadOnlySpan<byte> name, JsonValue value) => value.IsString
        ? StructuralNames.Contains(name) && !name.SequenceEqual("obfuscation"u8) && !name.SequenceEqual("p"u8)
        : !value.HasContent || !(value.IsObject || value.IsArray);

    /// <summary>Appends these members, each with a comma behind it.</summary>
    /// <param name="json">A frame's data; of what is none nothing is written.</param>
    /// <param name="output">Takes them.</param>
    public static void Write(ReadOnlySpan<byte> json, PooledBuffer output)
    {
        if (!JsonValue.TryParseObject(json, out var root))
            return;
        Span<byte> scratch = stackalloc byte[64];
        var members = root.Members();
        while (members.Next())
        {
            var name = members.GetName(scratch);
            if (!Has(name, members.Value) || members.Value.IsArray)
                continue;
            JsonStringWriter.Write(output, name);
            output.Append(":"u8);
            output.Append(members.Value.Bytes);
            output.Append(","u8);
        }
    }
}
