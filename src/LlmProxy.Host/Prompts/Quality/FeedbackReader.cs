using System.Text.Json;
using System.Text.Json.Nodes;
using LlmProxy.Core.Errors;
using LlmProxy.Prompts.Quality;

namespace LlmProxy.Host.Prompts.Quality;

/// <summary>Reads what is sent to <c>POST /v1/feedback</c>.</summary>
internal static class FeedbackReader
{
    private const int MaxId = 64;
    private const int MaxComment = 4_000;
    private const int MaxTags = 16;
    private const int MaxTag = 64;

    /// <summary>Reads a body's object.</summary>
    /// <exception cref="LlmException">400, with the field that is wrong.</exception>
    public static Feedback Read(JsonObject body, DateTimeOffset now)
    {
        foreach (var (name, _) in body)
        {
            if (name is not ("request_id" or "rating" or "verdict" or "comment" or "tags"))
                throw Invalid(name.Length > MaxTag ? name[..MaxTag] : name, "is not a field; there are request_id, rating, verdict, comment and tags");
        }

        var feedback = new Feedback
        {
            RequestId = Text(body, "request_id", MaxId) ?? throw Invalid("request_id", "is missing"),
            Time = now,
            Rating = Rating(body["rating"]),
            Verdict = Verdict(Text(body, "verdict", MaxTag)),
            Comment = Text(body, "comment", MaxComment),
            Tags = Tags(body["tags"]),
        };
        return feedback is { Rating: null, Verdict: null, Comment: null, Tags.Count: 0 }
            ? throw Invalid("rating", "is missing: say at least one of rating, verdict, comment and tags")
            : feedback;
    }

    private static int? Rating(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var number) && number is >= 1 and <= 5 => number,
        JsonValue value when value.TryGetValue<string>(out var word) && word == "up" => 5,
        JsonValue value when value.TryGetValue<string>(out var word) && word == "down" => 1,
        _ => throw Invalid("rating", "must be a whole number from 1 to 5, \"up\" or \"down\""),
    };

    private static string? Verdict(string? text) => text is null or Feedback.WrongAnswer ? text : throw Invalid("verdict", $"must be \"{Feedback.WrongAnswer}\"");

    private static string? Text(JsonObject body, string field, int most)
    {
        if (body[field] is not { } node)
            return null;
        if (node is not JsonValue value || !value.TryGetValue<string>(out var text) || text.Length == 0 || text.Length > most)
            throw Invalid(field, $"must be a text of 1 to {most} characters");
        return text;
    }

    private static List<string> Tags(JsonNode? node)
    {
        var tags = new List<string>();
        if (node is null)
            return tags;
        if (node is not JsonArray { Count: <= MaxTags } array)
            throw Invalid("tags", $"must be a list of at most {MaxTags} texts");
        foreach (var item in array)
        {
            if (item is not JsonValue value || !value.TryGetValue<string>(out var tag) || tag.Length is 0 or > MaxTag)
                throw Invalid("tags", $"must be texts of 1 to {MaxTag} characters");
            tags.Add(tag);
        }

        return tags;
    }

    private static LlmException Invalid(string field, string problem) =>
        new(new(400, LlmErrorTypes.InvalidRequest, $"'{field}' {problem}.", "invalid_value", field) { ShouldRetry = false });
}
