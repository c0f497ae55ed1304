using System.Runtime.InteropServices;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Sse;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Frames of the client's own protocol go out with the texts that filters changed; all else in them stays byte for byte.</summary>
/// <remarks>
/// Two taps see each frame: <see cref="Original"/> before the filters, this after them. What came in and did not come
/// out was held back, and becomes an empty text; what came out and is no part of the frame was let go, and becomes
/// a frame of its own before it. A frame of which nothing is left is not sent.
/// </remarks>
internal sealed class RewrittenFrames : IFrameOutput
{
    private readonly PooledBuffer _output;
    private readonly bool _hidesUsage;
    private readonly IStreamEncoder _encoder;
    private readonly PooledBuffer _texts = new();
    private readonly List<Piece> _pieces = [];
    private readonly List<SsePatch> _patches = [];
    private bool _hasOther;
    private bool _finished;
    private bool _hidden;

    /// <param name="output">What is to go out next.</param>
    /// <param name="hidesUsage">Whether usage that only the gateway asked for is left out.</param>
    /// <param name="encoder">Writes frames that a filter adds.</param>
    public RewrittenFrames(PooledBuffer output, bool hidesUsage, IStreamEncoder encoder)
    {
        _output = output;
        _hidesUsage = hidesUsage;
        _encoder = encoder;
        Original = new OriginalTap(this);
    }

    /// <summary>Sees the events before the filters, and hands them on.</summary>
    public OriginalTap Original { get; }

    public bool PassesThrough => false;

    public bool TellsErrors => false;

    public void OnEvent(in LlmEvent e)
    {
        if (Find(e) is var piece and >= 0)
            Deliver(piece, e.Text);
        else if (IsText(e.Kind))
            _encoder.Encode(e, _output);
        else
            _finished |= e.Kind == LlmEventKind.Finish;
    }

    public void EndFrame(in SseFrame frame, bool isUsageOnly)
    {
        // The LF of a frame whose CR ended an earlier read goes where its frame went.
        if (!frame.IsRestOfLineEnd)
            _hidden = (isUsageOnly && _hidesUsage) || IsEmptied();
        if (!_hidden)
            WriteFrame(frame);
        _pieces.Clear();
        _texts.Release();
        _hasOther = false;
    }

    public void Stop(FinishReason reason)
    {
        if (!_finished)
            _encoder.Encode(new LlmEvent(LlmEventKind.Finish) { Finish = reason }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.End), _output);
    }

    public void Dispose()
    {
        _texts.Dispose();
        (_encoder as IDisposable)?.Dispose();
    }

    private static bool IsText(LlmEventKind kind) => kind
        is LlmEventKind.Text or LlmEventKind.Reasoning or LlmEventKind.Refusal or LlmEventKind.ToolArguments;

    private static bool IsInPlace(in LlmEvent e) => IsText(e.Kind) && !e.Source.Equals(default);

    private void Expect(in LlmEvent e)
    {
        if (!IsInPlace(e))
        {
            _hasOther |= e.Kind is not (LlmEventKind.Role or LlmEventKind.Start);
            return;
        }

        var start = _texts.Length;
        _texts.Append(e.Text);
        _pieces.Add(new Piece(e.Source, start, e.Text.Length));
    }

    private int Find(in LlmEvent e)
    {
        if (!IsInPlace(e))
            return -1;
        for (var i = 0; i < _pieces.Count; i++)
        {
            if (_pieces[i].Source.Equals(e.Source))
                return i;
        }

        return -1;
    }

    private void Deliver(int index, ReadOnlySpan<byte> text)
    {
        var piece = _pieces[index];
        if (text.SequenceEqual(_texts.WrittenSpan.Slice(piece.Start, piece.Length)))
        {
            _pieces[index] = piece with { State = PieceState.Same };
            return;
        }

        var start = _texts.Length;
        _texts.Append(text);
        _pieces[index] = new Piece(piece.Source, start, text.Length, PieceState.Changed);
    }

    private bool IsEmptied() => _pieces.Count > 0 && !_hasOther && _pieces.TrueForAll(piece => piece.State == PieceState.Held);

    private void WriteFrame(in SseFrame frame)
    {
        if (_pieces.TrueForAll(piece => piece.State == PieceState.Same))
        {
            _output.Append(frame.Raw);
            return;
        }

        _patches.Clear();
        foreach (var piece in _pieces)
        {
            if (piece.State != PieceState.Same)
                _patches.Add(new SsePatch(piece.Source, piece.State == PieceState.Held ? default : _texts.WrittenMemory.Slice(piece.Start, piece.Length)));
        }

        // Events come in the order of meaning, patches go in the order of the bytes.
        _patches.Sort(static (a, b) => a.Source.Start.Value.CompareTo(b.Source.Start.Value));
        SsePatcher.Write(_output, frame, CollectionsMarshal.AsSpan(_patches));
    }

    private enum PieceState
    {
        Held,
        Same,
        Changed,
    }

    private readonly record struct Piece(Range Source, int Start, int Length, PieceState State = PieceState.Held);

    /// <summary>The tap before the filters.</summary>
    internal sealed class OriginalTap(RewrittenFrames frames) : IEventSink
    {
        /// <summary>The first filter.</summary>
        public IEventSink? Next { get; set; }

        public void OnEvent(in LlmEvent e)
        {
            frames.Expect(e);
            Next!.OnEvent(e);
        }
    }
}
