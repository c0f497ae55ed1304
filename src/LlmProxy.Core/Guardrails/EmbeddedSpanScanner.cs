using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails.Folding;

namespace LlmProxy.Core.Guardrails;

/// <summary>Scans a text, and at its end what stands encoded in it. A run in which something is found is told whole.</summary>
/// <remarks>It holds the text to its end.</remarks>
internal sealed class EmbeddedSpanScanner(ISpanScanner plain, Func<ISpanScanner> decoded) : ISpanScanner
{
    private readonly PooledBuffer _text = new();
    private readonly List<GuardSpan> _told = [];
    private ISpanScanner? _decoded;

    public long SafeOffset { get; private set; }

    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        _text.Append(utf8);
        plain.Feed(utf8, found);
    }

    public void Finish(List<GuardSpan> found)
    {
        plain.Finish(found);
        foreach (var run in EmbeddedTexts.Find(_text.WrittenSpan))
        {
            _decoded ??= decoded();
            _decoded.Reset();
            _decoded.Feed(run.Text.Span, _told);
            _decoded.Finish(_told);
            if (_told.Count > 0)
                found.Add(new GuardSpan(run.Start, run.Length, _told[0].Type, _told[0].Score));
            _told.Clear();
        }

        SafeOffset = _text.Length;
        _text.Release();
    }

    public void Reset()
    {
        plain.Reset();
        _text.Release();
        SafeOffset = 0;
    }

    public void Dispose()
    {
        plain.Dispose();
        _decoded?.Dispose();
        _text.Dispose();
    }
}
