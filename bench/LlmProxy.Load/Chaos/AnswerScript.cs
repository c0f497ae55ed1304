using System.Globalization;

namespace LlmProxy.Load.Chaos;

/// <summary>Turns a fault into what a target does, byte by byte.</summary>
/// <param name="id">The request's number.</param>
/// <param name="attempt">The attempt's number.</param>
/// <param name="wantsUsage">Whether a stream ends with usage.</param>
internal sealed class AnswerScript(long id, int attempt, bool wantsUsage)
{
    private const int PiecesBeforeMiddle = 3;

    private const int UsualPause = 5;

    private const int LongPause = 60;

    // Nobody ends the wait of a plain call before its total time is up, so the target does.
    private static readonly TimeSpan PlainSilence = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private string Json => ChaosMessages.Json(id, attempt);

    /// <summary>What a target does to one request. After the last step the connection takes another one, unless it was closed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Nobody could be asked: <see cref="FaultKind.Refuse"/>.</exception>
    public IEnumerable<AnswerStep> For(FaultKind fault, bool stream) => fault switch
    {
        FaultKind.Reset => [AnswerStep.Reset],
        FaultKind.RateLimit => [Whole("429 Too Many Requests", ChaosMessages.Error, "Retry-After: 1\r\n")],
        FaultKind.ServerError => [Whole("500 Internal Server Error", ChaosMessages.Error)],
        FaultKind.Overloaded => [Whole("503 Service Unavailable", ChaosMessages.Error)],
        FaultKind.Hang => [AnswerStep.Silence(stream ? LongestSilence : PlainSilence), AnswerStep.Reset],
        _ => stream ? Stream(fault) : Plain(fault),
    };

    private IEnumerable<AnswerStep> Plain(FaultKind fault) => fault switch
    {
        FaultKind.None => [Whole("200 OK", Json)],
        FaultKind.Slow => [AnswerStep.Pause(LongPause * 4), Whole("200 OK", Json)],
        FaultKind.ErrorInAnswer => [Whole("200 OK", ChaosMessages.Error)],
        FaultKind.Malformed => [Whole("200 OK", Json[..^20])],
        FaultKind.CutEarly => [Part(10), AnswerStep.Close],
        FaultKind.ResetMid => [Part(Json.Length / 2), AnswerStep.Pause(UsualPause), AnswerStep.Reset],
        FaultKind.CutMid => [Part(Json.Length / 2), AnswerStep.Close],
        FaultKind.HangMid => [Part(Json.Length / 2), AnswerStep.Silence(PlainSilence), AnswerStep.Reset],
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private IEnumerable<AnswerStep> Stream(FaultKind fault) => fault switch
    {
        FaultKind.None => [Begin(ChaosMessages.RoleFrame), .. Content(ChaosMessages.Pieces, UsualPause), End()],
        FaultKind.Slow =>
            [AnswerStep.Pause(LongPause * 4), Begin(ChaosMessages.RoleFrame), .. Content(ChaosMessages.Pieces, LongPause), End()],
        FaultKind.ErrorInAnswer => [Begin($"data: {ChaosMessages.Error}\n\n"), AnswerStep.Send("0\r\n\r\n")],
        FaultKind.Malformed => [Begin(ChaosMessages.BrokenFrame), .. Content(ChaosMessages.Pieces, UsualPause), End()],
        FaultKind.CutEarly => [Begin(ChaosMessages.RoleFrame), AnswerStep.Send("0\r\n\r\n")],
        FaultKind.ResetMid => [.. ToTheMiddle(), AnswerStep.Pause(UsualPause), AnswerStep.Reset],
        FaultKind.CutMid => [.. ToTheMiddle(), AnswerStep.Send("0\r\n\r\n")],
        FaultKind.HangMid => [.. ToTheMiddle(), AnswerStep.Silence(LongestSilence), AnswerStep.Reset],
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private IEnumerable<AnswerStep> ToTheMiddle() => [Begin(ChaosMessages.RoleFrame), .. Content(PiecesBeforeMiddle, UsualPause)];

    private IEnumerable<AnswerStep> Content(int pieces, int pause)
    {
        for (var number = 0; number < pieces; number++)
        {
            yield return AnswerStep.Pause(pause);
            yield return AnswerStep.Send(Chunk(ChaosMessages.ContentFrame(id, attempt, number)));
        }
    }

    private AnswerStep End() => AnswerStep.Send(Chunk(ChaosMessages.LastFrames(wantsUsage)) + "0\r\n\r\n");

    private AnswerStep Part(int bytes) => AnswerStep.Send(Head("200 OK", Json.Length) + Json[..bytes]);

    private static AnswerStep Begin(string frame) => AnswerStep.Send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n" + Chunk(frame));

    private static string Chunk(string frame) => string.Create(CultureInfo.InvariantCulture, $"{frame.Length:x}\r\n{frame}\r\n");

    private static AnswerStep Whole(string status, string body, string header = "") => AnswerStep.Send(Head(status, body.Length, header) + body);

    private static string Head(string status, int length, string header = "") => string.Create(
        CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{header}Content-Length: {length}\r\n\r\n");
}
