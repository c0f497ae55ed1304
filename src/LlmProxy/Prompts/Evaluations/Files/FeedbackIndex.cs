using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmProxy.Prompts.Evaluations.Files;

/// <summary>What was said of requests, in the lines of some files; what was said last counts.</summary>
/// <remarks>Holds at most so many bytes of them; what finds no room is left out and counted.</remarks>
/// <param name="mostBytes">How many bytes are held, about.</param>
internal sealed class FeedbackIndex(long mostBytes = FeedbackIndex.MostBytes)
{
    /// <summary>How many bytes are held: 256 MiB, a million opinions without comments.</summary>
    public const long MostBytes = 256 * 1024 * 1024;

    /// <summary>What the dictionary and two strings have beside their characters.</summary>
    private const int BytesBeside = 100;

    private readonly Dictionary<string, string> _said = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>How many found no room.</summary>
    public int LeftOut { get; private set; }

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
            Set(id, json.ToJsonString());
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private void Set(string id, string said)
    {
        // What was said before does not hold any more, whether or not there is room for the new.
        if (_said.Remove(id, out var before))
            _bytes -= Size(id, before);
        if (_bytes + Size(id, said) > mostBytes)
        {
            LeftOut++;
            return;
        }

        _bytes += Size(id, said);
        _said[id] = said;
    }

    private static long Size(string id, string said) => BytesBeside + (sizeof(char) * ((long)id.Length + said.Length));

    /// <summary>The line of a request, with what was said of it.</summary>
    public string Join(string line, in EvaluationHead head) =>
        !head.HasFeedback && _said.TryGetValue(head.RequestId, out var said) ? $"{line.AsSpan().TrimEnd()[..^1]},\"feedback\":{said}}}" : line;
}
