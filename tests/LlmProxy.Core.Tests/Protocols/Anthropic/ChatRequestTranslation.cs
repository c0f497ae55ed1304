using System.Buffers;
using System.Text;
using System.Text.Json;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Protocols.Anthropic;

namespace LlmProxy.Core.Tests.Protocols.Anthropic;

/// <summary>Translates one request and takes the outcome apart.</summary>
internal sealed record ChatRequestTranslation(string Body, ChatToMessagesResult Result)
{
    public const string Model = "claude-sonnet-4-5";

    public IReadOnlyList<string> Dropped => Result.Dropped;

    public static ChatRequestTranslation Of(
        string body, string model = Model, AnthropicThinkingStyle style = AnthropicThinkingStyle.Auto)
    {
        var output = new ArrayBufferWriter<byte>();
        var settings = new ChatToMessagesSettings(model) { Thinking = style };
        var result = ChatToMessagesRequest.Translate(Encoding.UTF8.GetBytes(body), settings, output);
        using (JsonDocument.Parse(output.WrittenMemory))
        {
            return new ChatRequestTranslation(Encoding.UTF8.GetString(output.WrittenSpan), result);
        }
    }

    /// <summary>As <see cref="Of"/>, for a request that says Hi and has the given fields besides.</summary>
    public static ChatRequestTranslation OfFields(
        string fields, string model = Model, AnthropicThinkingStyle style = AnthropicThinkingStyle.Auto) =>
        Of($$"""{"model":"x","messages":[{"role":"user","content":"Hi"}],{{fields}}}""", model, style);

    /// <summary>As <see cref="Of"/>, for a request with the given messages and nothing besides.</summary>
    public static ChatRequestTranslation OfMessages(string messages, string model = Model) =>
        Of($$"""{"model":"x","messages":[{{messages}}]}""", model);

    /// <summary>The error that the translation ends with.</summary>
    public static LlmError ErrorOf(string body)
    {
        var e = Assert.Throws<LlmException>(() => Of(body));
        Assert.Equal(400, e.Error.Status);
        Assert.Equal(LlmErrorTypes.InvalidRequest, e.Error.Type);
        Assert.False(e.Error.ShouldRetry);
        return e.Error;
    }

    /// <summary>One member of the translated body as it stands, or <c>null</c>.</summary>
    public string? Member(string name)
    {
        using var document = JsonDocument.Parse(Body);
        return document.RootElement.TryGetProperty(name, out var value) ? value.GetRawText() : null;
    }
}
