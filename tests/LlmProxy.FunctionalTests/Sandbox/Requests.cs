using System.Text.Json;

namespace LlmProxy.FunctionalTests.Sandbox;

/// <summary>Request bodies and paths that many tests share.</summary>
internal static class Requests
{
    public const string ChatPath = "/v1/chat/completions";
    public const string MessagesPath = "/v1/messages";
    public const string ResponsesPath = "/v1/responses";
    public const string Version = "anthropic-version: 2023-06-01";

    /// <summary>A chat request with one user message; <paramref name="more"/> holds further members.</summary>
    public static string Chat(string text, string more = "", string model = "sandbox") =>
        $$"""{"model":{{Quote(model)}},"messages":[{"role":"user","content":{{Quote(text)}}}]{{More(more)}}}""";

    /// <summary>The same for Anthropic.</summary>
    public static string Message(string text, string more = "") =>
        $$"""{"model":"sandbox","max_tokens":1000,"messages":[{"role":"user","content":{{Quote(text)}}}]{{More(more)}}}""";

    /// <summary>The same for the Responses API.</summary>
    public static string Response(string text, string more = "") =>
        $$"""{"model":"sandbox","input":{{Quote(text)}}{{More(more)}}}""";

    /// <summary>The path and a streaming body of each protocol that streams.</summary>
    public static (string Path, string Body) Streaming(string protocol, string text) => protocol switch
    {
        "chat" => (ChatPath, Chat(text, "\"stream\":true")),
        "completions" => ("/v1/completions",
            $$"""{"model":"sandbox","max_tokens":100,"prompt":{{Quote(text)}},"stream":true}"""),
        "responses" => (ResponsesPath, Response(text, "\"stream\":true")),
        "messages" => (MessagesPath, Message(text, "\"stream\":true")),
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };

    private static string More(string more) => more.Length > 0 ? "," + more : "";

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
