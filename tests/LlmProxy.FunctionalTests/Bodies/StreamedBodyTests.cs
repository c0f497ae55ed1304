using System.Net;
using System.Net.Http.Headers;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Bodies;

public sealed class StreamedBodyTests
{
    private const int Piece = 64 * 1024;
    private const int Pieces = 640; // 40 MiB, more than the 32 MiB that a body may have which is held

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Upload_LargerThanAnyBodyThatIsHeld_StreamsThrough()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartUnreadAsync(async context =>
        {
            var length = 0L;
            var buffer = new byte[Piece];
            while (await context.Request.Body.ReadAsync(buffer) is > 0 and var read)
            {
                length += read;
                arrived.TrySetResult();
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"id":"file-1","object":"file","bytes":{{length}}}""");
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        // The rest follows once the provider has the beginning: nobody on the way waits for the whole.
        using var content = new Written(async stream =>
        {
            var piece = new byte[Piece];
            for (var i = 0; i < Pieces; i++)
            {
                await stream.WriteAsync(piece);
                if (i > 0)
                    continue;
                await stream.FlushAsync();
                await arrived.Task.WaitAsync(Patience);
            }
        });

        using var response = await gateway.Client.PostAsync(new Uri("/v1/files", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains($"\"bytes\":{Piece * Pieces}}}", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_ClientLeavesMidWay_TheProviderSeesItLeave()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartUnreadAsync(async context =>
        {
            try
            {
                while (await context.Request.Body.ReadAsync(new byte[Piece]) > 0)
                    arrived.TrySetResult();
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                broken.TrySetResult();
            }
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var leaving = new CancellationTokenSource();
        using var content = new Written(async stream =>
        {
            await stream.WriteAsync(new byte[Piece]);
            await stream.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, leaving.Token);
        });

        var upload = gateway.Client.PostAsync(new Uri("/v1/files", UriKind.Relative), content, leaving.Token);
        await arrived.Task.WaitAsync(Patience);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        await broken.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Download_Range_PassesAsItIs()
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.ContentType = "application/octet-stream";
            context.Response.Headers.ContentRange = "bytes 1-3/9";
            context.Response.Headers.ETag = "\"v1\"";
            return context.Response.Body.WriteAsync(new byte[] { 7, 8, 9 }).AsTask();
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/files/file-1/content");
        request.Headers.Range = new RangeHeaderValue(1, 3);

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal("bytes=1-3", provider.Last.Header("Range"));
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("bytes 1-3/9", response.Content.Headers.ContentRange!.ToString());
        Assert.Equal("\"v1\"", response.Headers.ETag!.Tag);
        Assert.Equal([7, 8, 9], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Speech_ArrivesAsItIsMade()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "audio/mpeg";
            await context.Response.Body.WriteAsync(new byte[] { 1 });
            await context.Response.Body.FlushAsync();
            await heard.Task.WaitAsync(Patience);
            await context.Response.Body.WriteAsync(new byte[] { 2 });
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/audio/speech", """{"model":"tts-1","input":"x","voice":"alloy"}""");
        await using var audio = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[8];

        Assert.Equal(1, await audio.ReadAsync(buffer));
        heard.SetResult();
        Assert.Equal(1, await audio.ReadAsync(buffer));
        Assert.Equal(2, buffer[0]);
        Assert.Equal(0, await audio.ReadAsync(buffer));
    }

    [Fact]
    public async Task Head_AnswerWithoutABody_Passes()
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.ContentLength = 12345;
            context.Response.ContentType = "application/json";
            return Task.CompletedTask;
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var request = new HttpRequestMessage(HttpMethod.Head, "/v1/some/thing");

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal("HEAD", provider.Last.Method);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(12345, response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("DELETE", "/v1/some/thing", HttpStatusCode.OK)]
    [InlineData("POST", "/v1/responses/resp_1/cancel", HttpStatusCode.OK)]
    [InlineData("POST", "/v1/chat/completions", HttpStatusCode.BadGateway)] // no SDK can do anything with such an answer
    public async Task Answer_JsonThatIsEmpty_PassesWhereNothingNeedBeTold(string method, string path, HttpStatusCode expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
            request.Content = new StringContent("""{"model":"m"}""", System.Text.Encoding.UTF8, "application/json");

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, (await response.Content.ReadAsStringAsync()).Length == 0);
    }

    /// <summary>A body that is written as it is made, without a length.</summary>
    private sealed class Written : HttpContent
    {
        private readonly Func<Stream, Task> _write;

        public Written(Func<Stream, Task> write)
        {
            _write = write;
            Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _write(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
