using System.Security.Cryptography;
using System.Text;

namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class RequestLogTests
{
    [Fact]
    public async Task Requests_AfterOne_HoldWhatWasSent()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var body = Requests.Chat("Hi");

        await sandbox.PostAsync("/v1/chat/completions?a=1", body, "authorization: Bearer sk-secret-abcd");

        var request = await sandbox.Server.Requests.WaitForAsync(r => r.Completed, sandbox.Cancellation);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/v1/chat/completions", request.Path);
        Assert.Equal("?a=1", request.Query);
        Assert.Equal("sandbox", request.Model);
        Assert.Equal("Bearer sk-secret-abcd", request.Headers["Authorization"]);
        Assert.Equal(body, Encoding.UTF8.GetString(request.Body.Span));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))), request.BodySha256);
        Assert.Equal(200, request.Status);
        Assert.False(request.Aborted);
        Assert.Null(request.Fault);
    }

    [Fact]
    public async Task Requests_LargeBody_KeepsItsStartAndWholeLength()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var body = Requests.Chat(new string('x', 100_000));

        await sandbox.PostAsync(Requests.ChatPath, body);

        var request = Assert.Single(sandbox.Server.Requests.Snapshot());
        Assert.Equal(body.Length, request.BodyLength);
        Assert.Equal(body[..65_536], Encoding.UTF8.GetString(request.Body.Span));
    }

    [Fact]
    public async Task Requests_BeyondTheBound_ForgetTheOldest()
    {
        await using var sandbox = await TestSandbox.StartAsync(options => options.MaxRecordedRequests = 2);

        foreach (var model in new[] { "a", "b", "c" }) await sandbox.PostAsync(Requests.ChatPath, Requests.Chat("Hi", model: model));

        Assert.Equal(["b", "c"], sandbox.Server.Requests.Snapshot().Select(request => request.Model));
        Assert.Equal(3, sandbox.Server.Requests.Total);
    }

    [Fact]
    public async Task Requests_ClientLeavesBeforeHeaders_IsAborted()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(sandbox.Cancellation);
        var hanging = sandbox.Http.SendAsync(
            TestSandbox.Post(Requests.ChatPath, Requests.Chat("Hi"), "x-sandbox-fault: *=hang"), leave.Token);
        await sandbox.Server.Requests.WaitForAsync(request => request.Fault == "hang", sandbox.Cancellation);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        await sandbox.Server.Requests.WaitForAsync(request => request.Aborted && request.Completed, sandbox.Cancellation);
    }

    [Fact]
    public async Task RequestPage_MasksSecretsAndIsNotRecorded()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await sandbox.PostAsync(Requests.ChatPath, Requests.Chat("Hi"), "x-api-key: sk-secret-abcd");

        await sandbox.GetAsync("/sandbox/requests");
        var page = await sandbox.GetAsync("/sandbox/requests");

        var request = Assert.Single(page["requests"]!.AsArray())!;
        Assert.Equal("***abcd", (string?)request["headers"]!["x-api-key"]);
        Assert.Equal("sandbox", (string?)request["model"]);
    }

    [Fact]
    public async Task WaitFor_Cancelled_Throws()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => sandbox.Server.Requests.WaitForAsync(_ => true, new CancellationToken(canceled: true)));
    }
}
