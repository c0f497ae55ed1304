using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Messages;

/// <summary>Anthropic's <c>/messages</c> and <c>/messages/count_tokens</c>.</summary>
internal static class MessageEndpoints
{
    /// <summary><c>POST /messages</c>.</summary>
    public static Task CreateAsync(Exchange exchange)
    {
        RequireVersion(exchange);
        var answer = AnswerPlanner.Plan(exchange, MessagesPromptReader.Read(exchange.Json, exchange.Model));
        var message = new MessageWriter(exchange, answer);
        return exchange.Head.Stream
            ? StreamAsync(exchange, message, answer)
            : BodyOutput.SendJsonAsync(exchange, json => message.Write(json, isDone: true));
    }

    /// <summary><c>POST /messages/count_tokens</c>.</summary>
    public static Task CountAsync(Exchange exchange)
    {
        RequireVersion(exchange);
        var prompt = MessagesPromptReader.Read(exchange.Json, exchange.Model, isCount: true);
        return BodyOutput.SendJsonAsync(exchange, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("input_tokens"u8, prompt.InputTokens);
            json.WriteEndObject();
        });
    }

    private static async Task StreamAsync(Exchange exchange, MessageWriter message, Answer answer)
    {
        using var output = SseOutput.For(exchange);
        await output.StartAsync().ConfigureAwait(false);
        if (output.Ended) return;
        await AnswerStreamer.RunAsync(
            answer, new MessageStream(output, message, answer), output, exchange.CharsPerChunk).ConfigureAwait(false);
    }

    private static void RequireVersion(Exchange exchange)
    {
        if (!exchange.Context.Request.Headers.ContainsKey("anthropic-version"))
            throw ApiException.Invalid("anthropic-version: header is required", "anthropic-version");
    }
}
