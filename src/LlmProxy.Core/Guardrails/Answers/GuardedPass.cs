using System.Buffers;
using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>One text on its way to the client: past the guards, then out of its masks, and never cut inside of a code point.</summary>
internal sealed class GuardedPass : IDisposable
{
    private readonly GuardedText? _guards;
    private readonly GuardedText? _masks;
    private readonly PooledBuffer _between = new();
    private readonly byte[] _cut = new byte[3];
    private int _cutLength;

    /// <param name="guards">What the answer's guards are.</param>
    /// <param name="kind">Whose text it is; <see cref="TextKind.None"/>: no guard concerns it.</param>
    /// <param name="form">How it is to be read.</param>
    /// <param name="isRepeat">As in <see cref="IOutputGuards.Create"/>.</param>
    public GuardedPass(IOutputGuards guards, TextKind kind, TextForm form, bool isRepeat)
    {
        _guards = kind == TextKind.None ? null : guards.Create(kind, form, isRepeat);
        _masks = guards.Masks is { } masks ? Unmasker.Create(masks, form) : null;
    }

    /// <summary>Whether a guard has ended the text.</summary>
    public bool IsBlocked => _guards is { IsBlocked: true };

    /// <summary>Whether any of it is held back.</summary>
    public bool Holds => _cutLength > 0 || _guards is { HeldBytes: > 0 } || _masks is { HeldBytes: > 0 };

    /// <summary>Takes the text's next bytes, and appends what may go out.</summary>
    public void Feed(ReadOnlySpan<byte> text, PooledBuffer output)
    {
        var start = Begin(output);
        if (_guards is null)
        {
            Unmask(text, output);
        }
        else if (_masks is null)
        {
            _guards.Feed(text, output);
        }
        else
        {
            _guards.Feed(text, _between);
            Unmask(_between.WrittenSpan, output);
            _between.Release();
        }

        if (IsBlocked)
            _masks?.Finish(output);
        else
            HoldCut(start, output);
    }

    /// <summary>The text ends: appends what is left of it.</summary>
    public void Finish(PooledBuffer output)
    {
        if (IsBlocked)
            return;
        Begin(output);
        if (_guards is not null && _masks is null)
        {
            _guards.Finish(output);
        }
        else if (_guards is not null)
        {
            _guards.Finish(_between);
            Unmask(_between.WrittenSpan, output);
            _between.Release();
        }

        _masks?.Finish(output);
    }

    /// <summary>Begins a new text.</summary>
    public void Reset()
    {
        _guards?.Reset();
        _masks?.Reset();
        _cutLength = 0;
    }

    public void Dispose()
    {
        _guards?.Dispose();
        _masks?.Dispose();
        _between.Dispose();
    }

    private void Unmask(ReadOnlySpan<byte> text, PooledBuffer output)
    {
        if (_masks is null)
            output.Append(text);
        else
            _masks.Feed(text, output);
    }

    private int Begin(PooledBuffer output)
    {
        var start = output.Length;
        output.Append(_cut.AsSpan(0, _cutLength));
        _cutLength = 0;
        return start;
    }

    /// <summary>Guards may let go of a part of a code point, of which no string can be made.</summary>
    private void HoldCut(int start, PooledBuffer output)
    {
        var text = output.WrittenSpan[start..];
        if (text.IsEmpty || text[^1] < 0x80)
            return;
        for (var length = 1; length <= Math.Min(3, text.Length); length++)
        {
            // Continuation bytes alone tell nothing; the byte that begins them does.
            if ((text[^length] & 0xC0) == 0x80)
                continue;
            if (Rune.DecodeFromUtf8(text[^length..], out _, out _) != OperationStatus.NeedMoreData)
                return;
            text[^length..].CopyTo(_cut);
            _cutLength = length;
            output.Cut(output.Length - length);
            return;
        }
    }
}
