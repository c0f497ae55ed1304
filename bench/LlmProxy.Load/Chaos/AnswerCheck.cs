using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LlmProxy.Load.Chaos;

/// <summary>Says what a client got. Only what it can see counts: status, bytes, and whether the body's framing was complete.</summary>
internal static class AnswerCheck
{
    private const int LongestQuote = 200;

    /// <summary>Judges one answer.</summary>
    /// <param name="id">The request's number.</param>
    /// <param name="stream">Whether a stream was asked for.</param>
    /// <param name="status">The status; 0: no head came before the connection ended.</param>
    /// <param name="body">The body, as far as it came.</param>
    /// <param name="complete">Whether the body ended as its framing says, and not with the connection.</param>
    public static AnswerVerdict Judge(long id, bool stream, int status, ReadOnlySpan<byte> body, bool complete)
    {
        if (status == 0)
            return AnswerVerdict.Wrong("the connection ended without an answer");
        if (status != 200)
            return JudgeError(status, body, complete);
        return stream ? JudgeStream(id, body, complete) : JudgePlain(id, body, complete);
    }

    private static AnswerVerdict JudgeError(int status, ReadOnlySpan<byte> body, bool complete)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"status {status}: {Quote(body)}");
        return complete && body.IndexOf("\"error\""u8) >= 0
            ? new AnswerVerdict(AnswerOutcome.Refused, what)
            : AnswerVerdict.Wrong($"an error that is none, {what}");
    }

    private static AnswerVerdict JudgePlain(long id, ReadOnlySpan<byte> body, bool complete)
    {
        if (!complete)
            return new AnswerVerdict(AnswerOutcome.BrokenOff, "the connection was aborted");
        var start = body.IndexOf((byte)'[');
        // The first bracket is that of the choices; the second begins the content.
        var content = start < 0 ? -1 : body[(start + 1)..].IndexOf((byte)'[');
        if (content < 0 || !TryReadPiece(body[(start + 1 + content)..], out var owner, out var attempt, out _) || owner != id)
            return AnswerVerdict.Wrong($"a clean end of what is not the answer: {Quote(body)}");
        return body.SequenceEqual(Encoding.ASCII.GetBytes(ChaosMessages.Json(id, attempt)))
            ? AnswerVerdict.Whole
            : AnswerVerdict.Wrong($"a clean end of an answer that was changed: {Quote(body)}");
    }

    private static AnswerVerdict JudgeStream(long id, ReadOnlySpan<byte> body, bool complete)
    {
        var seen = new StreamSeen(id);
        foreach (var range in body.Split((byte)'\n'))
        {
            // What stands after the last line break is a line that was cut; it counts all the same.
            if (seen.Read(body[range].TrimEnd((byte)'\r')) is { } wrong)
                return AnswerVerdict.Wrong(wrong);
        }

        return seen.End(complete);
    }

    private static bool TryReadPiece(ReadOnlySpan<byte> text, out long id, out int attempt, out int number)
    {
        attempt = number = 0;
        return TryReadNumber(ref text, (byte)'[', out id)
            && TryReadNumber(ref text, (byte)'.', out long second)
            && TryReadNumber(ref text, (byte)'.', out long third)
            && text is [(byte)']', ..]
            && (attempt = (int)second) >= 0 && (number = (int)third) >= 0;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> text, byte before, out long number)
    {
        number = 0;
        if (text.IsEmpty || text[0] != before || !Utf8Parser.TryParse(text[1..], out number, out var used))
            return false;
        text = text[(1 + used)..];
        return true;
    }

    private static string Quote(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, LongestQuote)]);

    /// <summary>What came of a stream so far.</summary>
    private ref struct StreamSeen(long id)
    {
        private int _pieces;
        private int _attempt;
        private bool _finished;
        private bool _done;
        private int _errors;

        /// <summary>Takes one line.</summary>
        /// <returns>What is wrong with it; null: nothing.</returns>
        public string? Read(ReadOnlySpan<byte> line)
        {
            // Comments keep a connection alive; the name of an error event says nothing that its data does not.
            if (line.IsEmpty || line[0] == (byte)':' || line.SequenceEqual("event: error"u8))
                return null;
            if (_errors > 0 || _done)
                return $"something after the {(_done ? "[DONE]" : "error")}: {Quote(line)}";

            var content = line.IndexOf("\"content\":\""u8);
            if (content >= 0 && TryReadPiece(line[(content + 11)..], out var owner, out var attempt, out var number))
                return ReadPiece(owner, attempt, number);
            if (line.SequenceEqual("data: [DONE]"u8))
                _done = true;
            else if (line.StartsWith("data: {\"error\":"u8))
                _errors++;
            else if (line.IndexOf("\"finish_reason\":\"stop\""u8) >= 0)
                _finished = true;
            else if (line.IndexOf("\"role\":\"assistant\""u8) < 0 || _pieces > 0)
                return $"an unknown line: {Quote(line)}";
            return null;
        }

        /// <summary>Judges the whole.</summary>
        public readonly AnswerVerdict End(bool complete)
        {
            var state = string.Create(CultureInfo.InvariantCulture, $"after piece {_pieces} of {ChaosMessages.Pieces}");
            var whole = _pieces == ChaosMessages.Pieces && _finished;
            if (_done)
            {
                return !whole ? AnswerVerdict.Wrong($"a false [DONE] {state}")
                    : complete ? AnswerVerdict.Whole
                    : AnswerVerdict.Wrong("an aborted connection after [DONE]");
            }

            if (complete)
                return AnswerVerdict.Wrong($"a clean end without [DONE] {state}, {_errors} errors");
            return _errors == 1
                ? new AnswerVerdict(AnswerOutcome.BrokenOff, $"an error event {state}")
                : AnswerVerdict.Wrong($"torn without an error event {state}");
        }

        private string? ReadPiece(long owner, int attempt, int number)
        {
            if (owner != id)
                return $"a piece of request {owner}";
            if (number != _pieces || _finished)
                return $"piece {number} in place {_pieces}";
            if (_pieces > 0 && attempt != _attempt)
                return $"piece {number} of attempt {attempt} after one of attempt {_attempt}";
            _attempt = attempt;
            _pieces++;
            return null;
        }
    }
}
