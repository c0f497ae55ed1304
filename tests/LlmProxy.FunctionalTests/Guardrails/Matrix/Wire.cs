using System.Text;
using System.Text.Json;

namespace LlmProxy.FunctionalTests.Guardrails.Matrix;

/// <summary>How one protocol asks and answers, in texts.</summary>
internal abstract class Wire
{
    /// <summary>The protocols.</summary>
    public static readonly IReadOnlyList<Wire> All = [new ChatWire(), new CompletionsWire(), new ResponsesWire(), new MessagesWire()];

    /// <summary>Its path behind <c>/v1/</c>.</summary>
    public abstract string Path { get; }

    /// <summary>The reason of an answer's end that a guard has blocked.</summary>
    public abstract string Blocked { get; }

    /// <summary>The reason of an answer's end that is one.</summary>
    public abstract string Ended { get; }

    /// <summary>Whether it has a place for what the system says.</summary>
    public virtual bool HasSystem => true;

    /// <summary>Whether the provider keeps the conversation, so that a placeholder has a mark of its own request.</summary>
    public virtual bool IsKept => false;

    /// <summary>A request.</summary>
    public abstract string Request(string? system, string user, bool stream);

    /// <summary>What the user says in a request.</summary>
    public abstract string UserOf(JsonElement request);

    /// <summary>A whole answer.</summary>
    public abstract string Whole(string text);

    /// <summary>A stream, its text in pieces.</summary>
    public abstract string Stream(IReadOnlyList<string> pieces);

    /// <summary>The text of a whole answer, and the reason of its end.</summary>
    public abstract (string Text, string? Reason) Read(JsonElement answer);

    /// <summary>Takes the text of one event of a stream, and tells the reason of the end where it has one.</summary>
    public abstract string? Read(JsonElement streamed, StringBuilder text);

    /// <summary>The text of an answer's body, and the reason of its end.</summary>
    public (string Text, string? Reason) Read(string body, bool stream)
    {
        if (!stream)
        {
            using var answer = JsonDocument.Parse(body);
            return Read(answer.RootElement);
        }

        var (text, reason) = (new StringBuilder(), default(string));
        foreach (var line in body.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)))
        {
            using var one = JsonDocument.Parse(line[6..]);
            reason = Read(one.RootElement, text) ?? reason;
        }

        return (text.ToString(), reason);
    }

    /// <summary>The text of a content that is a string or a list of parts.</summary>
    protected static string TextOf(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(part => part.TryGetProperty("text", out var text) ? text.GetString() : TextOf(part.GetProperty("content"))));

    /// <summary>Writes JSON.</summary>
    protected static string Json(object value) => JsonSerializer.Serialize(value);

    /// <summary>An event without a name.</summary>
    protected static string Event(object value) => $"data: {Json(value)}\n\n";

    /// <summary>An event with a name.</summary>
    protected static string Event(string name, object value) => $"event: {name}\ndata: {Json(value)}\n\n";
}
