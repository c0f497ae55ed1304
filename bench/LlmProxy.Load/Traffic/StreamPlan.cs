using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LlmProxy.Load.Traffic;

/// <summary>What a stream consists of. It travels to the provider in the model's name, which every proxy passes on.</summary>
/// <param name="Chunks">Content chunks, from 1.</param>
/// <param name="GapMilliseconds">Pause between two chunks; <see cref="Timeout.Infinite"/>: silent after the first.</param>
internal readonly record struct StreamPlan(int Chunks, int GapMilliseconds)
{
    private const string Prefix = "bench-stream-";

    private static readonly byte[] PrefixBytes = Encoding.ASCII.GetBytes(Prefix);

    /// <summary>A stream that sends one chunk and then nothing until the client leaves.</summary>
    public static StreamPlan Idle { get; } = new(2, Timeout.Infinite);

    /// <summary>The model name that asks the provider for this stream.</summary>
    public string Model => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Chunks}x{GapMilliseconds}");

    /// <summary>Reads the plan out of a model name; false if the name asks for no stream.</summary>
    public static bool TryParse(ReadOnlySpan<byte> model, out StreamPlan plan)
    {
        plan = default;
        if (!model.StartsWith(PrefixBytes))
            return false;

        var numbers = model[PrefixBytes.Length..];
        if (!Utf8Parser.TryParse(numbers, out int chunks, out var used) || used >= numbers.Length || numbers[used] != (byte)'x')
            return false;

        numbers = numbers[(used + 1)..];
        if (!Utf8Parser.TryParse(numbers, out int gap, out used) || used != numbers.Length)
            return false;

        plan = new StreamPlan(chunks, gap);
        return chunks > 0 && gap >= Timeout.Infinite;
    }
}
