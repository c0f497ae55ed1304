using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>What the passes used in which the provider made a long conversation shorter before it answered.</summary>
/// <remarks>
/// Anthropic's guide to compaction: such a pass is billed, stands in <c>usage.iterations</c> with the type <c>compaction</c>, and is not
/// part of the counts beside that. The other iterations are.
/// </remarks>
internal readonly record struct CompactionUsage(long Input, long CacheRead, long CacheWrite, long Output)
{
    // More passes than these are of no real answer; with counts below the reader's bound they cannot overflow.
    private const int MaxPasses = 1_000;

    /// <summary>Reads the list after the name on which <paramref name="reader"/> stands; anything else is no pass.</summary>
    public static CompactionUsage Read(ref Utf8JsonReader reader)
    {
        var sum = default(CompactionUsage);
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return sum;
        }

        for (var passes = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; passes++)
        {
            if (reader.TokenType is not JsonTokenType.StartObject || passes >= MaxPasses) reader.Skip();
            else sum = sum.Plus(ReadPass(ref reader));
        }

        return sum;
    }

    private static CompactionUsage ReadPass(ref Utf8JsonReader reader)
    {
        var pass = default(CompactionUsage);
        var isCompaction = false;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.Names("type"u8))
            {
                reader.Read();
                isCompaction = reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("compaction"u8);
                reader.Skip();
            }
            else if (reader.Names("input_tokens"u8)) pass = pass with { Input = MessagesUsage.Count(ref reader) ?? 0 };
            else if (reader.Names("cache_read_input_tokens"u8)) pass = pass with { CacheRead = MessagesUsage.Count(ref reader) ?? 0 };
            else if (reader.Names("cache_creation_input_tokens"u8)) pass = pass with { CacheWrite = MessagesUsage.Count(ref reader) ?? 0 };
            else if (reader.Names("output_tokens"u8)) pass = pass with { Output = MessagesUsage.Count(ref reader) ?? 0 };
            else reader.Skip();
        }

        return isCompaction ? pass : default;
    }

    private CompactionUsage Plus(in CompactionUsage other) =>
        new(Input + other.Input, CacheRead + other.CacheRead, CacheWrite + other.CacheWrite, Output + other.Output);
}
