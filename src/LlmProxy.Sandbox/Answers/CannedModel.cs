using System.Collections.Concurrent;
using System.Globalization;

namespace LlmProxy.Sandbox.Answers;

/// <summary>Model names that fix the answer, for load tests: <c>sandbox-fixed-1024</c> and <c>sandbox-stream-50x100</c>.</summary>
internal static class CannedModel
{
    /// <summary>What a streaming model says in each chunk.</summary>
    public const string Chunk = " sand";

    private const string FixedPrefix = "sandbox-fixed-";
    private const string StreamPrefix = "sandbox-stream-";
    private const int MaxBytes = 16 * 1024 * 1024;
    private const int MaxChunks = 1_000_000;
    private const int MaxMilliseconds = 60_000;

    // At the bound no more are kept: a load test uses one or two.
    private const int MaxKept = 32;

    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <summary>Whether the name could be one; the rest of the work is for those that are.</summary>
    public static bool IsCanned(string model) =>
        model.StartsWith(FixedPrefix, StringComparison.Ordinal) || model.StartsWith(StreamPrefix, StringComparison.Ordinal);

    /// <summary>The answer that the model's name fixes; null for other names.</summary>
    public static string? TextOf(string model)
    {
        if (!IsCanned(model)) return null;
        if (Texts.TryGetValue(model, out var known)) return known;
        if (Make(model) is not { } text) return null;
        if (Texts.Count < MaxKept) Texts.TryAdd(model, text);
        return text;
    }

    /// <summary>The chunks and the wait before each that the model's name fixes.</summary>
    public static bool TryGetCadence(string model, out int chunks, out TimeSpan delay)
    {
        (chunks, delay) = (0, default);
        if (!model.StartsWith(StreamPrefix, StringComparison.Ordinal)) return false;
        var size = model.AsSpan(StreamPrefix.Length);
        var x = size.IndexOf('x');
        if (x < 0 || !TryNumber(size[..x], MaxChunks, out chunks) || !TryNumber(size[(x + 1)..], MaxMilliseconds, out var ms))
            return false;
        delay = TimeSpan.FromMilliseconds(ms);
        return true;
    }

    private static string? Make(string model)
    {
        if (TryGetCadence(model, out var chunks, out _)) return string.Concat(Enumerable.Repeat(Chunk, chunks));
        return model.StartsWith(FixedPrefix, StringComparison.Ordinal)
            && TryNumber(model.AsSpan(FixedPrefix.Length), MaxBytes, out var bytes)
                ? Words.OfLength(bytes)
                : null;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;
}
