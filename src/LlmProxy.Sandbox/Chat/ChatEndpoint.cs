using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Chat;

/// <summary><c>POST /chat/completions</c>.</summary>
internal static class ChatEndpoint
{
    private const int MaxChoices = 128;

    public static Task HandleAsync(Exchange exchange)
    {
        if (exchange.Fault is null && CannedChat.TryStart(exchange) is { } canned) return canned;
        var answers = Answer(exchange);
        return exchange.Head.Stream ? StreamAsync(exchange, answers) : BodyOutput.SendJsonAsync(exchange, json =>
            ChatWriter.Write(json, exchange.Id("chatcmpl-"), exchange.Sandbox.Now, exchange.Model, answers));
    }

    private static Answer[] Answer(Exchange exchange)
    {
        var request = exchange.Json;
        var prompt = ChatPromptReader.Read(request, exchange.Model);
        var answers = new Answer[Math.Min(PromptReader.Number(request, "n", 1) ?? 1, MaxChoices)];
        for (var i = 0; i < answers.Length; i++) answers[i] = AnswerPlanner.Plan(exchange, prompt, i);
        return answers;
    }

    private static async Task StreamAsync(Exchange exchange, Answer[] answers)
    {
        using var output = SseOutput.For(exchange);
        var id = exchange.Id("chatcmpl-");
        var chunk = new ChatChunkFrame(id, exchange.Sandbox.Now, exchange.Model, exchange.Head.IncludeUsage);
        await output.StartAsync().ConfigureAwait(false);
        for (var i = 0; i < answers.Length && !output.Ended; i++)
        {
            await AnswerStreamer.RunAsync(
                answers[i], new ChatStream(output, chunk, id, i, answers[i]), output, exchange.CharsPerChunk).ConfigureAwait(false);
        }

        if (exchange.Head.IncludeUsage)
        {
            chunk.Usage(output.Frame, answers);
            await output.SendAsync(FrameKind.Frame).ConfigureAwait(false);
        }

        await output.SendDoneAsync().ConfigureAwait(false);
    }
}
