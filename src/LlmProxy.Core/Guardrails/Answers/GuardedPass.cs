using System.Buffers;
using System.Runtime.InteropServices;
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
    private readonly List<int> _cuts = [];
    private int _cutLength;

    /// <param name="guards">What the answer's guards are.</param>
    /// <param name="kind">Whose text it is; <see cref="TextKind.None"/>: no guard concerns it.</param>
    /// <param name="form">How it is to be read.</param>
    /// <param name="isRepeat">As in <see cref="IOutputGuards.Create"/>.</param>
    /// <param name="isParted">Whether it is told where parts of the text end.</param>
    public GuardedPass(IOutputGuards guards, TextKind kind, TextForm form, bool isRepeat, bool isParted = false)
    {
        _guards = kind == TextKind.None ? null : isParted ? guards.CreateParted(kind, form) : guards.Create(kind, form, isRepeat);
        _masks = guards.Masks is { } masks ? Unmasker.Create(masks, form) : null;
    }

    /// <summary>Whether a guard has ended the text.</summary>
    public bool IsBlocked => _guards is { IsBlocked: true };

    /// <summary>Whether any of it is held back.</summary>
    public bool Holds => _cutLength > 0 || _guards is { HeldBytes: > 0 } || _masks is { HeldBytes: > 0 };

    /// <summary>How many parts are over and have not gone out whole.</summary>
    public int OpenParts => (_guards?.OpenParts ?? 0) + (_masks?.OpenParts ?? 0);

    /// <summary>The lengths that the output had when parts went out whole, in the last call.</summary>
    public ReadOnlySpan<int> Cuts => CollectionsMarshal.AsSpan(_cuts);

    /// <summary>When <see cref="Release"/> is due, a timestamp of the guards' clock; 0: nothing is held, or as long as it must be.</summary>
    public long ReleaseAt => _guards?.ReleaseAt ?? 0;

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
            UnmaskBetween(output);
        }

        EndPiece(start, output);
    }

    /// <summary>A part of the text ends, behind which it may go on: appends what may go out.</summary>
    public void EndPart(PooledBuffer output)
    {
        if (IsBlocked)
            return;
        var start = Begin(output);
        if (_guards is null && _masks is null)
            _cuts.Add(output.Length);
        else if (_guards is null)
            _masks!.EndPart(output);
        else
            _guards.EndPart(_masks is null ? output : _between);
        UnmaskBetween(output);
        EndPiece(start, output);
    }

    /// <summary>Time has passed: appends what guards may hold no longer. A placeholder that may go on stays.</summary>
    /// <param name="now">The timestamp of the guards' clock.</param>
    /// <param name="output">Takes it.</param>
    public void Release(long now, PooledBuffer output)
    {
        if (_guards is null || IsBlocked)
            return;
        var start = Begin(output);
        _guards.Release(now, _masks is null ? output : _between);
        UnmaskBetween(output);
        EndPiece(start, output);
    }

    /// <summary>The text ends: appends what is left of it.</summary>
    public void Finish(PooledBuffer output)
    {
        if (IsBlocked)
            return;
        var start = Begin(output);
        if (_guards is not null && _masks is null)
        {
            _guards.Finish(output);
        }
        else if (_guards is not null)
        {
            _guards.Finish(_between);
            UnmaskBetween(output);
        }

        _masks?.Finish(output);
        NoteCuts(start, output);
    }

    /// <summary>Begins a new text.</summary>
    public void Reset()
    {
        _guards?.Reset();
        _masks?.Reset();
        _cutLength = 0;
        _cuts.Clear();
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

    private void UnmaskBetween(PooledBuffer output)
    {
        if (_masks is null || _guards is null)
            return;
        var from = 0;
        foreach (var cut in _guards.Cuts)
        {
            _masks.Feed(_between.WrittenSpan[from..cut], output);
            _masks.EndPart(output);
            from = cut;
        }

        _guards.ForgetCuts();
        _masks.Feed(_between.WrittenSpan[from..], output);
        _between.Release();
    }

    private void EndPiece(int start, PooledBuffer output)
    {
        if (IsBlocked)
            _masks?.Finish(output);
        else
            HoldCut(start, output);
        NoteCuts(start, output);
    }

    private void NoteCuts(int start, PooledBuffer output)
    {
        if ((_masks ?? _guards) is not { Cuts.Length: > 0 } last)
            return;
        // What is no UTF-8 may end in what looks like a part of a character, which stays back.
        foreach (var cut in last.Cuts)
            _cuts.Add(Math.Clamp(cut, start, output.Length));
        last.ForgetCuts();
    }

    private int Begin(PooledBuffer output)
    {
        var start = output.Length;
        output.Append(_cut.AsSpan(0, _cutLength));
        _cutLength = 0;
        _cuts.Clear();
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
