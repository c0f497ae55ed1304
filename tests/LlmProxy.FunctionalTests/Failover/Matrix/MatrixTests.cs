using System.Security.Cryptography;
using System.Text.Json;
using LlmProxy.FunctionalTests.Sandbox;

namespace LlmProxy.FunctionalTests.Failover.Matrix;

/// <summary>Runs a line of the table, all its positions at once, and compares what client, provider and circuits saw.</summary>
public abstract class MatrixTests(MatrixHost host)
{
    private static readonly HttpClient Direct = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) });
    private readonly MatrixFamily _family = host.Family;

    private protected async Task RunAsync(IReadOnlyList<FaultRow> rows, string fault, bool stream)
    {
        var wrong = await Task.WhenAll(MatrixHost.Cells(rows, fault, stream).Select(cell => ProblemAsync(cell, stream)));
        Assert.True(wrong.All(problem => problem is null), string.Join('\n', wrong.OfType<string>()));
    }

    private async Task<string?> ProblemAsync(Cell cell, bool stream)
    {
        try
        {
            await CheckAsync(cell, stream);
            return null;
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException or HttpRequestException or OperationCanceledException or TimeoutException or JsonException)
        {
            return $"{cell.Position} of '{cell.Row.Fault}', expected '{cell.Expected}': {(e is Xunit.Sdk.XunitException ? e.Message : e)}";
        }
    }

    private async Task CheckAsync(Cell cell, bool stream)
    {
        var expected = Outcome.Parse(cell.Expected);
        var seen = await SendAsync(cell.Id, stream);
        var shown = $"Saw {seen.Status}{(seen.IsCut ? ", cut" : "")}, {seen.Header("x-llmproxy-attempts")} attempts, {seen.Header("x-llmproxy-cluster")}: {Short(seen.Text)}";

        if (expected.Answers is { } model && !expected.Breaks)
            await CheckAnswerAsync(cell, model, stream, seen, shown);
        else if (expected.Answers is { } begun)
            await CheckBrokenAsync(cell, begun, expected.Errors[0].Code, seen, shown);
        else
            await CheckErrorAsync(cell, expected, stream, seen, shown);
        Assert.True(seen.Header("x-llmproxy-attempts") == $"{expected.Attempts}", shown);
        await CheckAttemptsAsync(cell, expected.Attempts, stream);
        await CheckCircuitsAsync(cell, stream, seen);
    }

    /// <summary>The whole answer of one place, and not a byte of the others'.</summary>
    private async Task CheckAnswerAsync(Cell cell, string model, bool stream, Seen seen, string shown)
    {
        Assert.True(seen is { Status: 200, IsCut: false } && seen.Header("x-llmproxy-cluster") == $"{cell.Id}-{model}", shown);
        // What answers in spite of its fault, answers with it.
        var fault = cell.Row.IsHarmless ? cell.FaultOf(model) : null;
        var direct = await DirectAsync(model, stream, fault);
        if (_family.IsTranslated)
        {
            Assert.True(seen.Text.Contains("\"model\":\"" + model + "\"", StringComparison.Ordinal), shown);
            Assert.True(ChatText(seen.Text, stream).Contains("one two three", StringComparison.Ordinal), shown);
            Assert.True(!stream || seen.Text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal), shown);
            Assert.DoesNotContain("\"error\"", seen.Text, StringComparison.Ordinal);
            return;
        }

        Assert.True(direct.Body.AsSpan().SequenceEqual(seen.Body), $"{shown}\nwhere the provider sent {Short(direct.Text)}");
    }

    /// <summary>What had come of the answer, one error frame, no sign of an end, and a broken connection.</summary>
    private async Task CheckBrokenAsync(Cell cell, string model, string? code, Seen seen, string shown)
    {
        Assert.True(seen is { Status: 200, IsCut: true } && seen.Header("x-llmproxy-cluster") == $"{cell.Id}-{model}", shown);
        var frames = TestEvent.ParseAll(seen.Text);
        var last = frames[^1];
        Assert.True(frames.Count(IsError) == 1 && IsError(last) && seen.Text.EndsWith("\n\n", StringComparison.Ordinal), shown);
        Assert.True(last.Name == (_family.Path is "/messages" or "/responses" ? "error" : ""), shown);
        Assert.True(code is null || last.Data.Contains($"\"{code}\"", StringComparison.Ordinal) || (_family.IsAnthropic && last.Json["error"]?["type"] is not null), shown);
        foreach (var end in new[] { "[DONE]", "message_stop", "response.completed", "\"finish_reason\":\"stop\"" })
            Assert.DoesNotContain(end, seen.Text, StringComparison.Ordinal);
        if (_family.IsTranslated)
            return;

        // The bytes before are the provider's, as they were sent.
        var whole = await DirectAsync(model, stream: true, fault: null);
        var before = seen.Text[..seen.Text.LastIndexOf(last.Name.Length > 0 ? $"event: {last.Name}" : "data: ", StringComparison.Ordinal)];
        var sound = before[..CommonLength(before, whole.Text)];
        Assert.True(sound.Contains("one", StringComparison.Ordinal), shown);
        if (!cell.Row.Fault.StartsWith("malformed", StringComparison.Ordinal) && !cell.Row.Fault.StartsWith("truncated", StringComparison.Ordinal))
            Assert.True(sound == before, $"{shown}\nwhere the provider sent {whole.Text}");
    }

    /// <summary>An error with its own status, in the client's protocol or in the provider's own words.</summary>
    private async Task CheckErrorAsync(Cell cell, Outcome expected, bool stream, Seen seen, string shown)
    {
        Assert.True(!seen.IsCut && expected.Errors.Any(error => Told(error.Status) == seen.Status), shown);
        if (expected.Errors[0].Code is not null)
        {
            var error = JsonDocument.Parse(seen.Text).RootElement.GetProperty("error");
            Assert.True(error.GetProperty("message").GetString()!.Length > 0, shown);
            var code = _family.IsAnthropic ? null : error.GetProperty("code").GetString();
            Assert.True(_family.IsAnthropic || expected.Errors.Any(one => one == (seen.Status, code)), shown);
            return;
        }

        if (_family.IsTranslated)
        {
            Assert.True(JsonDocument.Parse(seen.Text).RootElement.GetProperty("error").GetProperty("message").GetString()!.Length > 0, shown);
            return;
        }

        var own = new List<string>();
        foreach (var model in cell.Models)
            own.Add((await DirectAsync(model, stream, cell.FaultOf(model))).Text);
        Assert.True(own.Contains(seen.Text), $"{shown}\nwhere the providers sent {string.Join('\n', own)}");
    }

    /// <summary>Each attempt arrived where it should, with the same bytes but for the model's name.</summary>
    private async Task CheckAttemptsAsync(Cell cell, int attempts, bool stream)
    {
        var arrived = host.Requests(cell).ToList();
        Assert.Equal(attempts, arrived.Count);
        Assert.Equal(cell.Models.Length == 1 ? Enumerable.Repeat("a", attempts) : cell.Models.Take(attempts), arrived.Select(request => request.Model));
        if (_family.IsTranslated)
        {
            Assert.All(arrived.GroupBy(request => request.Model), same => Assert.Single(same.DistinctBy(request => request.BodySha256)));
            return;
        }

        foreach (var request in arrived)
        {
            var body = await _family.Body(request.Model, stream).ReadAsByteArrayAsync();
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), request.BodySha256);
        }
    }

    private async Task CheckCircuitsAsync(Cell cell, bool stream, Seen seen)
    {
        await host.Settled.WaitAsync(seen.Header("x-llmproxy-request-id")!);
        var after = await SendAsync(cell.Id, stream);
        var shown = $"Afterwards saw {after.Status} of {after.Header("x-llmproxy-cluster")}: {Short(after.Text)}";
        if (cell.After() is { } model)
            Assert.True(after.Status == 200 && after.Header("x-llmproxy-cluster") == $"{cell.Id}-{model}", $"{shown}\nwhere '{model}' has the first closed circuit.");
        else
            Assert.True(after.Status == 503 && after.Header("Retry-After") is not null, $"{shown}\nwhere all circuits are open.");
    }

    private Task<Seen> SendAsync(string route, bool stream) =>
        Seen.SendAsync(host.Gateway, $"/{route}/v1{_family.Path}", _family.Body("a", stream));

    /// <summary>What the sandbox says to the same request without a gateway.</summary>
    private Task<Seen> DirectAsync(string model, bool stream, string? fault) =>
        Seen.SendAsync(Direct, $"{host.Sandbox}v1{_family.Path}", _family.Body(model, stream), fault is null ? null : $"{model}={fault}");

    /// <summary>A translated error has a status that OpenAI has.</summary>
    private int Told(int status) => _family.IsTranslated && status == 529 ? 503 : status;

    private static bool IsError(TestEvent frame) =>
        frame.Name == "error" || frame.Data.StartsWith("{\"error\":", StringComparison.Ordinal);

    private static string ChatText(string body, bool stream) => stream
        ? string.Concat(TestEvent.ParseAll(body).Where(frame => frame.Data is not ("" or "[DONE]"))
            .Select(frame => (string?)frame.Json["choices"]?.AsArray().FirstOrDefault()?["delta"]?["content"]))
        : JsonDocument.Parse(body).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;

    private static int CommonLength(string one, string other) => one.AsSpan().CommonPrefixLength(other);

    private static string Short(string text) => text.Length <= 700 ? text : text[..300] + " … " + text[^300..];
}
