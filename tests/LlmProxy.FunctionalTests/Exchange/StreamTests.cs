using System.Net;
using System.Text;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Exchange;

public sealed class StreamTests
{
    private const string Request = """{"model":"m","stream":true,"messages":[]}""";
    private const string RequestWithUsage = """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[]}""";
    private const string First = "data: {\"id\":\"c1\",\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"h\u00e9\"}}]}\n\n";
    private const string Comment = ": keep-alive\n\n";
    private const string Finish = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\r\n\r\n";
    private const string Usage = "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}\n\n";
    private const string FinishWithUsage = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Fact]
    public async Task Stream_NothingToChange_BytesPassAsTheyCame()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(First, Comment, "\n\n", Finish, Usage, Done);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", RequestWithUsage);

        Assert.Equal(First + Comment + "\n\n" + Finish + Usage + Done, await response.Content.ReadAsStringAsync());
        Assert.Equal(RequestWithUsage, provider.Last.Text);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Stream_UsageNotAskedFor_IsFetchedAndKeptFromTheClient()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(First, Finish, Usage, Done);
        var logs = new LogCollector();
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, configure: logs.AddTo);

        using var response = await gateway.PostAsync("/v1/chat/completions", Request);

        Assert.Equal(First + Finish + Done, await response.Content.ReadAsStringAsync());
        Assert.Equal("""{"model":"m","stream":true,"messages":[],"stream_options":{"include_usage":true}}""", provider.Last.Text);
        var line = await logs.WaitForAsync("RequestFinished");
        Assert.Equal((7L, 3L), (line["InputTokens"], line["OutputTokens"]));
        Assert.Equal("completed", line["Outcome"]);
    }

    [Fact]
    public async Task Stream_UsageBesideAChoice_IsNeverHidden()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(First, FinishWithUsage, Done);
        var logs = new LogCollector();
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, configure: logs.AddTo);

        using var response = await gateway.PostAsync("/v1/chat/completions", Request);

        Assert.Equal(First + FinishWithUsage + Done, await response.Content.ReadAsStringAsync());
        var line = await logs.WaitForAsync("RequestFinished");
        Assert.Equal((7L, 3L), (line["InputTokens"], line["OutputTokens"]));
    }

    [Fact]
    public async Task Stream_EachEvent_IsFlushedBeforeTheNextIsMade()
    {
        var next = new SemaphoreSlim(0);
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            foreach (var piece in (string[])[First, First, Finish, Done])
            {
                await context.Response.WriteAsync(piece);
                await context.Response.Body.FlushAsync();
                await next.WaitAsync(context.RequestAborted);
            }
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Request);
        await using var body = await response.Content.ReadAsStreamAsync();

        // The provider goes on only after the client has the event: a buffer anywhere between would hang this test.
        foreach (var piece in (string[])[First, First, Finish, Done])
        {
            Assert.Equal(piece, await ReadAsync(body, Encoding.UTF8.GetByteCount(piece)));
            next.Release();
        }
    }

    [Fact]
    public async Task Stream_SplitAtEveryByte_GivesTheSameAnswer()
    {
        var whole = Encoding.UTF8.GetBytes(First + Comment + Finish + Usage + Done);
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            foreach (var b in whole)
            {
                await context.Response.Body.WriteAsync(new[] { b });
                await context.Response.Body.FlushAsync();
            }
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Request);

        Assert.Equal(First + Comment + Finish + Done, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/v1/chat/completions", "data: {\"error\":")]
    [InlineData("/v1/completions", "data: {\"error\":")]
    [InlineData("/v1/responses", "event: error\ndata: {\"type\":\"error\"")]
    public async Task Stream_ConnectionLost_EndsInAnErrorFrameAndAnAbort(string path, string expected)
    {
        var seen = new SemaphoreSlim(0);
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(": begun\n\n");
            await context.Response.Body.FlushAsync();
            await seen.WaitAsync(context.RequestAborted);
            context.Abort();
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync(path, Request);
        await using var body = await response.Content.ReadAsStreamAsync();
        Assert.Equal(": begun\n\n", await ReadAsync(body, 9));
        seen.Release();
        var (text, failure) = await ReadToFailureAsync(response);

        Assert.StartsWith(expected, text, StringComparison.Ordinal);
        Assert.Contains("upstream_closed", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.NotNull(failure);
    }

    [Fact]
    public async Task Stream_EndsBeforeTheAnswerIsComplete_IsNotACleanEnd()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(First);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", RequestWithUsage);
        var (text, failure) = await ReadToFailureAsync(response);

        Assert.StartsWith(First + "data: {\"error\":", text, StringComparison.Ordinal);
        Assert.Contains("upstream_truncated", text, StringComparison.Ordinal);
        Assert.NotNull(failure);
    }

    [Fact]
    public async Task Stream_ProviderReportsAnError_ItsFramePassesAndTheEndIsNotClean()
    {
        const string error = "data: {\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\",\"code\":null}}\n\n";
        await using var provider = await ScriptedProvider.StartStreamAsync(First, error);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, route: TestGateway.NoGate);

        using var response = await gateway.PostAsync("/v1/chat/completions", RequestWithUsage);
        var (text, failure) = await ReadToFailureAsync(response);

        Assert.Equal(First + error, text);
        Assert.NotNull(failure);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Client_LeavesInAnyPhase_TheProvidersCallIsCancelled(bool stream, bool beforeHeaders)
    {
        var arrived = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.RequestAborted.Register(() => aborted.TrySetResult());
            if (!beforeHeaders)
            {
                context.Response.ContentType = stream ? "text/event-stream" : "application/json";
                await context.Response.WriteAsync(stream ? First : "{\"id\":");
                await context.Response.Body.FlushAsync();
            }

            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var logs = new LogCollector();
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, configure: logs.AddTo);
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(stream ? Request : """{"model":"m","messages":[]}""", Encoding.UTF8, "application/json"),
        };

        var call = CallAsync();
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await leaving.CancelAsync();

        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("client_gone", (await logs.WaitForAsync("RequestFinished"))["Outcome"]);

        async Task CallAsync()
        {
            using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
            await response.Content.ReadAsStringAsync(leaving.Token);
        }
    }

    [Fact]
    public async Task Client_StopsReading_TheProviderIsHeldBack()
    {
        var written = 0L;
        var stuck = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            var piece = Encoding.UTF8.GetBytes("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + new string('x', 60_000) + "\"}}]}\n\n");
            while (!context.RequestAborted.IsCancellationRequested)
            {
                var write = context.Response.Body.WriteAsync(piece, context.RequestAborted).AsTask();
                // What fits into sockets and pipes is written at once; then somebody has to wait, and it must be the provider.
                if (await Task.WhenAny(write, Task.Delay(TimeSpan.FromSeconds(1), context.RequestAborted)) != write)
                    stuck.TrySetResult();
                await write;
                written += piece.Length;
            }
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Request);

        await stuck.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(written, 1, 64 * 1024 * 1024);
    }

    private static async Task<string> ReadAsync(Stream body, int bytes)
    {
        var buffer = new byte[bytes];
        await body.ReadExactlyAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        return Encoding.UTF8.GetString(buffer);
    }

    private static async Task<(string Text, Exception? Failure)> ReadToFailureAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using var body = await response.Content.ReadAsStreamAsync();
        using var text = new MemoryStream();
        var failure = await Record.ExceptionAsync(() => body.CopyToAsync(text));
        return (Encoding.UTF8.GetString(text.ToArray()), failure);
    }
}
