using System.Net.Http.Headers;
using System.Text;

namespace LlmProxy.FunctionalTests.Failover.Matrix;

/// <summary>One family of endpoints: where it is, what is sent, and to which kind of provider.</summary>
/// <param name="Path">Behind <c>/v1</c>.</param>
/// <param name="Provider">The provider of the clusters.</param>
/// <param name="Json">The request for a model, with what else it holds put in place of <c>@</c>; <c>null</c>: a form.</param>
/// <param name="Plain">What comes of faults where it is not streamed.</param>
/// <param name="Streams">Whether it can be streamed.</param>
internal sealed record MatrixFamily(string Path, string Provider, string? Json, IReadOnlyList<FaultRow> Plain, bool Streams)
{
    private const string Chat = """{"model":"MODEL","messages":[{"role":"user","content":"sandbox:echo one two three"}],"not_known_yet":[1, 2]@}""";

    public static MatrixFamily Of(string name) => name switch
    {
        "chat" => new("/chat/completions", "openai-compatible", Chat, FaultTable.Plain, true),
        "translated" => new("/chat/completions", "anthropic", Chat.Replace(",\"not_known_yet\":[1, 2]", "", StringComparison.Ordinal), FaultTable.Plain, true),
        "completions" => new("/completions", "openai-compatible", """{"model":"MODEL","max_tokens":50,"prompt":"sandbox:echo one two three"@}""", FaultTable.Plain, true),
        "responses" => new("/responses", "openai-compatible", """{"model":"MODEL","input":"sandbox:echo one two three"@}""", FaultTable.Plain, true),
        "messages" => new("/messages", "anthropic", """{"model":"MODEL","max_tokens":50,"messages":[{"role":"user","content":"sandbox:echo one two three"}]@}""", FaultTable.Plain, true),
        "embeddings" => new("/embeddings", "openai-compatible", """{"model":"MODEL","input":"one two three","dimensions":8}""", FaultTable.Plain, false),
        "moderations" => new("/moderations", "openai-compatible", """{"model":"MODEL","input":"one two three"}""", FaultTable.Plain, false),
        "images" => new("/images/generations", "openai-compatible", """{"model":"MODEL","prompt":"a dot"}""", FaultTable.Plain, false),
        "speech" => new("/audio/speech", "openai-compatible", """{"model":"MODEL","input":"one","voice":"alloy"}""", FaultTable.Binary, false),
        "transcriptions" => new("/audio/transcriptions", "openai-compatible", null, FaultTable.Plain, false),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>Whether the answer's protocol is not the client's.</summary>
    public bool IsTranslated => Provider == "anthropic" && Path == "/chat/completions";

    /// <summary>What comes of faults where it is streamed.</summary>
    public IReadOnlyList<FaultRow> Stream => IsTranslated ? FaultTable.TranslatedStream : FaultTable.Stream;

    public bool IsAnthropic => Path == "/messages";

    /// <summary>The members of a cluster's <c>Llm</c> block.</summary>
    public string Llm => Provider == "anthropic" ? "\"Provider\": \"anthropic\"" : "\"Provider\": \"openai-compatible\", \"StreamUsage\": false";

    /// <summary>The body for a model.</summary>
    public HttpContent Body(string model, bool stream)
    {
        if (Json is { } json)
        {
            var text = json.Replace("MODEL", model, StringComparison.Ordinal).Replace("@", stream ? ",\"stream\":true" : "", StringComparison.Ordinal);
            return new StringContent(text, Encoding.UTF8, "application/json");
        }

        var form = new MultipartFormDataContent("an-edge") { { new ByteArrayContent([1, 2, 3]), "file", "a.wav" }, { new StringContent(model), "model" } };
        form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=an-edge");
        return form;
    }
}
