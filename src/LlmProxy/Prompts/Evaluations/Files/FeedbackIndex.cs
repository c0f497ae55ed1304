using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmProxy.Prompts.Evaluations.Files;

/// <summary>What was said of requests, in the lines of some files; what was said last counts.</summary>
/// <remarks>Holds at most <see cref="Most"/> of them, about 200 bytes each; of further requests nothing is known.</remarks>
internal sealed class FeedbackIndex
{
    /// <summary>How many are held: 1,000,000.</summary>
    public const int Most = 1_000_000;

    private readonly Dictionary<string, string> _said = new(StringComparer.Ordinal);

    /// <summary>Takes a line of feedback.</summary>
    /// <returns>False: it is none, or is cut.</returns>
    public bool Add(string line)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject json || (string?)json["request_id"] is not { } id)
                return false;
            json.Remove("type");
            json.Remove("request_id");
            if (_said.Count < Most || _said.ContainsKey(id))
                _said[id] = json.ToJsonString();
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The line of a request, with what was said of it.</summary>
    public string Join(string line, in EvaluationHead head) =>
        !head.HasFeedback && _said.TryGetValue(head.RequestId, out var said) ? $"{line.AsSpan().TrimEnd()[..^1]},\"feedback\":{said}}}" : line;
}
