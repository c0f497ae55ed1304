using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.FunctionalTests.Guardrails.Matrix;

/// <summary>Each guard with each of its actions, both ways, on each protocol, native and translated, streamed and whole.</summary>
public sealed partial class GuardMatrixTests(MatrixGateway gateway) : IClassFixture<MatrixGateway>
{
    // The protocol of the client, and the cluster: chat before Anthropic's is translated.
    private static readonly (string Wire, string Cluster)[] Ways =
        [("chat/completions", "openai"), ("completions", "openai"), ("responses", "openai"), ("messages", "anthropic"), ("chat/completions", "anthropic")];

    public static TheoryData<string, GuardAction, string, string, bool> Requests => Rows(row => row.Input, GuardCases.ActionsOf);

    public static TheoryData<string, GuardAction, string, string, bool> Answers => Rows(row => row.Output, GuardCases.ActionsOf);

    public static TheoryData<string, GuardAction, string, string, bool> CleanRequests => Rows(row => row.Input, _ => [GuardAction.Block]);

    public static TheoryData<string, GuardAction, string, string, bool> CleanAnswers => Rows(row => row.Output, _ => [GuardAction.Block]);

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_Finding_IsActedOnAsConfigured(string guard, GuardAction action, string path, string cluster, bool stream)
    {
        var (row, wire) = (GuardCases.Of(guard), WireOf(path));

        var answer = await gateway.AskAsync(row, action, "in", cluster, wire, row.Said, stream);

        var verdict = $"{GuardCases.NameOf(guard, action)}={Outcome(action)}" + (row.Finding is null ? ";" : $";{row.Finding}=1");
        if (action == GuardAction.Shadow)
            Assert.Null(answer.Verdicts);
        else
            Assert.StartsWith(verdict, answer.Verdicts, StringComparison.Ordinal);
        var logged = await gateway.Log.VerdictsAsync(answer.RequestId);
        Assert.StartsWith(verdict, logged, StringComparison.Ordinal);
        AssertPlaced(row, logged);
        Assert.Empty(gateway.Log.Leaks);
        if (action == GuardAction.Block)
        {
            AssertRefused(answer, row, wire);
            return;
        }

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(
            action switch
            {
                GuardAction.Redact => row.With($"[REDACTED_{row.Finding}]"),
                GuardAction.Mask => row.With($"<{row.Finding}_1{(wire.IsKept ? Mark().Match(answer.Sent!).Value : "")}>"),
                _ => row.Said,
            },
            answer.Sent);
        Assert.Equal(action == GuardAction.Mask && wire.IsKept, Mark().IsMatch(answer.Sent!));
        // The provider says what it was told, and masks are taken off.
        Assert.Equal((action == GuardAction.Redact ? answer.Sent : row.Said, wire.Ended), wire.Read(answer.Body, stream));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_Finding_IsActedOnAsConfigured(string guard, GuardAction action, string path, string cluster, bool stream)
    {
        var (row, wire) = (GuardCases.Of(guard), WireOf(path));

        var answer = await gateway.AskAsync(row, action, "out", cluster, wire, row.Said, stream);

        Assert.Equal((HttpStatusCode.OK, row.Said), (answer.Status, answer.Sent));
        Assert.Equal(
            action switch
            {
                GuardAction.Block => (row.Before + MatrixGateway.Message, wire.Blocked),
                // What the model itself says has no value to come back to.
                GuardAction.Redact or GuardAction.Mask => (row.With($"[REDACTED_{row.Finding}]"), wire.Ended),
                _ => (row.Said, wire.Ended),
            },
            wire.Read(answer.Body, stream));
        if (action is GuardAction.Block or GuardAction.Redact or GuardAction.Mask)
            Assert.DoesNotContain(row.Bad, answer.Body, StringComparison.Ordinal);
        var verdict = $"out:{GuardCases.NameOf(guard, action)}={Outcome(action == GuardAction.Mask ? GuardAction.Redact : action)};{row.Finding}=1";
        var logged = await gateway.Log.VerdictsAsync(answer.RequestId);
        Assert.StartsWith(verdict, logged, StringComparison.Ordinal);
        AssertPlaced(row, logged);
        // The headers of a stream go out before its end, and those of any answer before a judge that only looks on and mends nothing.
        if (stream || action == GuardAction.Shadow || (action == GuardAction.Flag && !row.FindsPlaces && !row.Mends))
            Assert.Null(answer.Verdicts);
        else
            Assert.StartsWith(verdict, answer.Verdicts, StringComparison.Ordinal);
        Assert.Empty(gateway.Log.Leaks);
    }

    [Theory]
    [MemberData(nameof(CleanRequests))]
    public async Task Request_Clean_PassesAsItIs(string guard, GuardAction action, string path, string cluster, bool stream)
    {
        var (row, wire) = (GuardCases.Of(guard), WireOf(path));

        var answer = await gateway.AskAsync(row, action, "in", cluster, wire, row.Clean, stream);

        Assert.Equal((HttpStatusCode.OK, row.Clean), (answer.Status, answer.Sent));
        Assert.Equal((row.Clean, wire.Ended), wire.Read(answer.Body, stream));
        Assert.StartsWith($"{GuardCases.NameOf(guard, action)}=pass;chars=", answer.Verdicts, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CleanAnswers))]
    public async Task Answer_Clean_PassesAsItIs(string guard, GuardAction action, string path, string cluster, bool stream)
    {
        var (row, wire) = (GuardCases.Of(guard), WireOf(path));

        var answer = await gateway.AskAsync(row, action, "out", cluster, wire, row.Clean, stream);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal((row.Clean, wire.Ended), wire.Read(answer.Body, stream));
        Assert.Equal(stream ? null : $"out:{GuardCases.NameOf(guard, action)}=pass;chars={row.Clean.Length}", answer.Verdicts);
    }

    /// <summary>Where the bad words stand in the text as it came is on record, however it came and whatever was done; of a guard that judges whole texts, in which text.</summary>
    private static void AssertPlaced(GuardCase row, string verdicts)
    {
        if (row.FindsPlaces)
            Assert.EndsWith($":{row.Before.Length}-{row.Before.Length + row.Bad.Length}", verdicts, StringComparison.Ordinal);
        else
            Assert.Matches(@";at=([^;:|]+:[a-z_*\[\]0-9.&]+\|?)+$", verdicts);
    }

    private static void AssertRefused(GuardedAnswer answer, GuardCase row, Wire wire)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(answer.Sent);
        Assert.DoesNotContain(row.Bad, answer.Body, StringComparison.Ordinal);
        using var body = JsonDocument.Parse(answer.Body);
        var error = body.RootElement.GetProperty("error");
        Assert.Equal(("invalid_request_error", MatrixGateway.Message), (error.GetProperty("type").GetString(), error.GetProperty("message").GetString()));
        // Anthropic's errors have no code.
        if (wire is not MessagesWire)
            Assert.Equal("content_filter", error.GetProperty("code").GetString());
    }

    [GeneratedRegex("(?<=_1)_[A-Z2-9]{6}(?=>)")]
    private static partial Regex Mark();

    private static Wire WireOf(string path) => Wire.All.Single(wire => wire.Path == path);

    private static string Outcome(GuardAction action) => action switch
    {
        GuardAction.Block => "blocked",
        GuardAction.Redact => "redacted",
        GuardAction.Mask => "masked",
        GuardAction.Flag => "flagged",
        _ => "shadowed",
    };

    private static TheoryData<string, GuardAction, string, string, bool> Rows(Func<GuardCase, bool> stands, Func<GuardCase, IEnumerable<GuardAction>> actions)
    {
        var rows = new TheoryData<string, GuardAction, string, string, bool>();
        foreach (var row in GuardCases.All.Where(stands))
        {
            foreach (var (wire, cluster) in Ways.Where(way => row.System is null || WireOf(way.Wire).HasSystem))
            {
                foreach (var action in actions(row))
                {
                    rows.Add(row.Guard, action, wire, cluster, false);
                    rows.Add(row.Guard, action, wire, cluster, true);
                }
            }
        }

        return rows;
    }
}
