using System.Text;
using System.Text.Json;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.External;

/// <summary>Reads what a service of the operator's answers.</summary>
internal static class WebhookAnswer
{
    private const int MaxMessage = 1_000;

    /// <summary>The verdict.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="subject">What was asked about: only an answer of one text can be replaced.</param>
    /// <exception cref="GuardUnavailableException">It is none, or wants what cannot be done.</exception>
    public static GuardVerdict Read(ReadOnlyMemory<byte> json, GuardSubject subject)
    {
        using var document = JsonDocument.Parse(json);
        var answer = document.RootElement;
        var verdict = new GuardVerdict(Level(Text(answer, "action")), Score(answer), Types(answer)) { Message = Message(answer) };
        if (Text(answer, "replacement") is not { } replacement)
            return verdict;
        if (verdict.Level == VerdictLevel.Found || subject.Direction != GuardDirection.Output || subject.Texts.Count != 1)
            throw new GuardUnavailableException(GuardFailure.BadAnswer);
        return verdict with { Level = VerdictLevel.Suspect, Replacement = Encoding.UTF8.GetBytes(replacement) };
    }

    private static VerdictLevel Level(string? action) => action switch
    {
        "allow" => VerdictLevel.Clean,
        "flag" => VerdictLevel.Suspect,
        "block" => VerdictLevel.Found,
        _ => throw new GuardUnavailableException(GuardFailure.BadAnswer),
    };

    private static double? Score(JsonElement answer) =>
        answer.TryGetProperty("score", out var score) && score.ValueKind == JsonValueKind.Number ? Math.Clamp(score.GetDouble(), 0, 1) : null;

    private static IReadOnlyList<string>? Types(JsonElement answer) => answer.TryGetProperty("types", out var types) ? FindingTypes.Of(types) : null;

    private static string? Message(JsonElement answer) => Text(answer, "message") is { } message
        ? string.Concat(message.Take(MaxMessage).Select(c => char.IsControl(c) ? ' ' : c))
        : null;

    private static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
