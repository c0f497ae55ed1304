using System.Text.Unicode;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Judges what a provider says in place of an answer: JSON by its strings, anything else as one text.</summary>
/// <remarks>
/// A text with a backslash is read as one that has JSON in it: the event of a stream, lines of JSON. Its escapes would else hide what a
/// client that reads them sees.
/// </remarks>
public static class ErrorGuard
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> Before => "{\"error\":"u8;

    /// <summary>Appends what goes out in the place of <paramref name="body"/>.</summary>
    /// <param name="body">All of what the provider says, decoded.</param>
    /// <param name="guards">The guards.</param>
    /// <param name="output">Takes it.</param>
    /// <returns><c>false</c>: nothing of it may be shown, since a guard has blocked it, or it cannot be read: broken JSON, or another encoding than UTF-8.</returns>
    public static bool TryApply(ReadOnlySpan<byte> body, IOutputGuards guards, PooledBuffer output)
    {
        ArgumentNullException.ThrowIfNull(guards);
        ArgumentNullException.ThrowIfNull(output);
        // UTF-16 of Latin letters is valid UTF-8 too, with a zero in each.
        if (body.Contains((byte)0) || !Utf8.IsValid(body))
            return false;
        if (body.StartsWith(ByteOrderMark))
        {
            output.Append(ByteOrderMark);
            body = body[ByteOrderMark.Length..];
        }

        if (JsonValue.TryParseObject(body, out _))
            return TryApplyJson(body, guards, output);
        var trimmed = body.Trim(" \t\r\n"u8);
        if (trimmed is not [(byte)'[' or (byte)'"' or (byte)'{', ..])
            return TryApply(body, body.Contains((byte)'\\') ? TextForm.Json : TextForm.Plain, guards, output);

        // A list of errors, as Google's, or a string alone.
        using var wrapped = new PooledBuffer();
        wrapped.Append(Before);
        wrapped.Append(trimmed);
        wrapped.Append("}"u8);
        using var judged = new PooledBuffer();
        if (!JsonValue.TryParseObject(wrapped.WrittenSpan, out _) || !TryApplyJson(wrapped.WrittenSpan, guards, judged))
            return false;
        output.Append(judged.WrittenSpan[Before.Length..^1]);
        return true;
    }

    /// <summary>Appends what goes out in the place of a text.</summary>
    /// <returns><c>false</c>: a guard has blocked it.</returns>
    public static bool TryApplyText(ReadOnlySpan<byte> text, IOutputGuards guards, PooledBuffer output)
    {
        ArgumentNullException.ThrowIfNull(guards);
        ArgumentNullException.ThrowIfNull(output);
        return TryApply(text, TextForm.Plain, guards, output);
    }

    private static bool TryApply(ReadOnlySpan<byte> text, TextForm form, IOutputGuards guards, PooledBuffer output)
    {
        using var pass = new GuardedPass(guards, TextKind.Other, form, isRepeat: false);
        guards.Enter(new AnswerAddress(AnswerProtocol.Chat, TextKind.Other, -1));
        pass.Feed(text, output);
        pass.Finish(output);
        return !pass.IsBlocked;
    }

    private static bool TryApplyJson(ReadOnlySpan<byte> json, IOutputGuards guards, PooledBuffer output)
    {
        using var body = new BodyGuard(AnswerProtocol.Chat, guards);
        return !body.Apply(json, output);
    }
}
