using System.Text.Json;

namespace LlmProxy.Guardrails.External;

/// <summary>Reads what a model says that judges: <c>safe</c>, or <c>unsafe</c> and a line of codes, or an object with a verdict.</summary>
/// <remarks>Whatever else it says is no judgement: a judge that was talked into something must not pass for one that found nothing.</remarks>
internal static class JudgeAnswer
{
    private static readonly string[] Safe = ["safe", "allow", "pass"];
    private static readonly string[] Unsafe = ["unsafe", "block", "fail"];

    private const string Fence = "```";

    // A verdict that is there twice is two verdicts.
    private static readonly JsonDocumentOptions Whole = new() { AllowDuplicateProperties = false };

    /// <summary>The text of an answer, in OpenAI's form or Anthropic's.</summary>
    /// <exception cref="GuardUnavailableException">There is none.</exception>
    public static string TextOf(JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("choices", out var choices) && choices is { ValueKind: JsonValueKind.Array } && choices.GetArrayLength() > 0
            && choices[0].TryGetProperty("message", out var message) && message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String)
            return content.GetString()!;
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("content", out var blocks) && blocks.ValueKind == JsonValueKind.Array)
        {
            var text = string.Concat(blocks.EnumerateArray().Select(block => block.TryGetProperty("text", out var part) ? part.GetString() : null));
            if (text.Length > 0)
                return text;
        }

        throw new GuardUnavailableException(GuardFailure.BadAnswer);
    }

    /// <summary>The verdict that a text is, as a whole: what stands among other words may be what the judged texts said, quoted.</summary>
    /// <param name="text">What the model says.</param>
    /// <param name="threshold">The score from which on it is unsafe, where the model tells one; <c>null</c>: its word counts.</param>
    /// <exception cref="GuardUnavailableException">There is none.</exception>
    public static GuardVerdict Read(string text, double? threshold)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines is [var safe] && safe.Equals(Safe[0], StringComparison.OrdinalIgnoreCase))
            return GuardVerdict.Clean;
        if (lines.Length is 1 or 2 && lines[0].Equals(Unsafe[0], StringComparison.OrdinalIgnoreCase))
            return new(VerdictLevel.Found, null, Codes(lines.Length == 2 ? lines[1] : ""));
        try
        {
            using var document = JsonDocument.Parse(WithoutFences(text), Whole);
            return OfObject(document.RootElement, threshold);
        }
        catch (JsonException)
        {
            // The parser's words quote what it was given.
            throw new GuardUnavailableException(GuardFailure.BadAnswer);
        }
    }

    /// <summary>What stands in a block of Markdown, where the text is nothing but one.</summary>
    private static string WithoutFences(string text)
    {
        var bare = text.Trim();
        if (bare.Length < 2 * Fence.Length || !bare.StartsWith(Fence, StringComparison.Ordinal) || !bare.EndsWith(Fence, StringComparison.Ordinal))
            return bare;
        bare = bare[Fence.Length..^Fence.Length];
        return bare.StartsWith("json", StringComparison.OrdinalIgnoreCase) ? bare[4..] : bare;
    }

    private static GuardVerdict OfObject(JsonElement verdict, double? threshold)
    {
        if (verdict.ValueKind != JsonValueKind.Object)
            throw new GuardUnavailableException(GuardFailure.BadAnswer);
        double? score = verdict.TryGetProperty("score", out var number) && number.ValueKind == JsonValueKind.Number ? Math.Clamp(number.GetDouble(), 0, 1) : null;
        var word = verdict.TryGetProperty("verdict", out var said) && said.ValueKind == JsonValueKind.String ? Word(said.GetString()!) : null;
        var isUnsafe = threshold is { } least && score is { } sure ? sure >= least : word ?? throw new GuardUnavailableException(GuardFailure.BadAnswer);
        var types = verdict.TryGetProperty("categories", out var list) ? FindingTypes.Of(list) : null;
        return isUnsafe ? new(VerdictLevel.Found, score, types is { Count: > 0 } ? types : ["unsafe"]) : new(VerdictLevel.Clean, score);
    }

    private static bool? Word(string word)
    {
        var bare = word.Trim().TrimEnd('.');
        if (Safe.Contains(bare, StringComparer.OrdinalIgnoreCase))
            return false;
        return Unsafe.Contains(bare, StringComparer.OrdinalIgnoreCase) ? true : null;
    }

    private static IReadOnlyList<string> Codes(string line)
    {
        var codes = line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return codes.Length == 0 ? ["unsafe"] : FindingTypes.Of(codes);
    }
}
