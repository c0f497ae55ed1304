using System.Net.Sockets;
using LlmProxy.Load.Chaos;
using LlmProxy.Load.Http;

namespace LlmProxy.Tests.Bench.Chaos;

public sealed class ChaosTargetTests
{
    private readonly ChaosLedger _ledger = new();

    // As numbers: a public test cannot take a type that is not public.
    public static TheoryData<int, bool> AllButRefuse { get; } = Each();

    [Theory]
    [MemberData(nameof(AllButRefuse))]
    public async Task Switch_Fault_IsWhatAClientWithoutGatewayGets(int kind, bool stream)
    {
        var fault = (FaultKind)kind;
        using var target = new ChaosTarget(_ledger);
        target.Switch(fault);

        var request = _ledger.Begin(stream);
        var verdict = await AskAsync(target, request);

        Assert.Equal(Expected(fault, stream), verdict.Outcome);
        Assert.Equal(1, request.MetBy(fault));
        Assert.Equal(verdict == AnswerVerdict.Whole ? 1 : 0, request.Served);
        Assert.Empty(target.Oddities);
    }

    [Fact]
    public async Task Switch_RefuseAndBack_ClosesThePortAndOpensItAgain()
    {
        using var target = new ChaosTarget(_ledger);

        target.Switch(FaultKind.Refuse);
        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(target.EndPoint))).SocketErrorCode);
        target.Switch(FaultKind.None);

        Assert.Equal(AnswerVerdict.Whole, await AskAsync(target, _ledger.Begin(stream: true)));
    }

    [Fact]
    public async Task Switch_Refuse_ClosesConnectionsThatNobodyUses()
    {
        using var target = new ChaosTarget(_ledger);
        using var connection = new HttpConnection(target.EndPoint);
        await connection.ConnectAsync(default);
        await ReadAsync(connection, _ledger.Begin(stream: false), default);

        target.Switch(FaultKind.Refuse);

        await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(connection, _ledger.Begin(stream: false), default));
    }

    private static TheoryData<int, bool> Each()
    {
        var each = new TheoryData<int, bool>();
        foreach (var fault in Faults.All.Where(fault => fault != FaultKind.Refuse))
        {
            each.Add((int)fault, true);
            // Towards plain calls a silence lasts its full time, which no test should wait for.
            if (fault is not (FaultKind.Hang or FaultKind.HangMid))
                each.Add((int)fault, false);
        }

        return each;
    }

    /// <summary>What is a clean end for HTTP is wrong for whoever checks it: a provider has no gateway that would tell the truth.</summary>
    private static AnswerOutcome Expected(FaultKind fault, bool stream) => (fault, stream) switch
    {
        (FaultKind.None or FaultKind.Slow, _) => AnswerOutcome.Whole,
        (FaultKind.RateLimit or FaultKind.ServerError or FaultKind.Overloaded, _) => AnswerOutcome.Refused,
        (FaultKind.ResetMid or FaultKind.CutMid or FaultKind.CutEarly, false) => AnswerOutcome.BrokenOff,
        _ => AnswerOutcome.Wrong,
    };

    private static async Task<AnswerVerdict> AskAsync(ChaosTarget target, ChaosRequest request)
    {
        using var connection = new HttpConnection(target.EndPoint);
        await connection.ConnectAsync(default);
        // A fault that is silence has no end of its own: the client leaves.
        using var limit = new CancellationTokenSource();
        if (target.Fault is FaultKind.Hang or FaultKind.HangMid && request.Stream)
            limit.CancelAfter(TimeSpan.FromMilliseconds(200));
        var (status, body, complete) = (0, new MemoryStream(), false);
        try
        {
            status = await ReadAsync(connection, request, limit.Token, body);
            complete = true;
        }
        catch (Exception failure) when (failure is SocketException or IOException or OperationCanceledException)
        {
            status = body.Length > 0 ? 200 : 0;
        }

        return AnswerCheck.Judge(request.Id, request.Stream, status, body.ToArray(), complete);
    }

    private static async Task<int> ReadAsync(
        HttpConnection connection, ChaosRequest request, CancellationToken cancellationToken, MemoryStream? body = null)
    {
        await connection.SendAsync(ChaosMessages.Request(request, "any"), cancellationToken);
        var head = await connection.ReadHeadAsync(cancellationToken);
        while (await connection.ReadBodyAsync(cancellationToken) is { IsEmpty: false } piece)
            body?.Write(piece.Span);
        return head.Status;
    }
}
