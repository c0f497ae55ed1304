using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Lets an answer pass, and keeps its texts.</summary>
internal sealed class CollectingGuards : IOutputGuards, IGuardedTextSink
{
    private readonly List<(TextKind Kind, TextForm Form, List<byte> Utf8)> _texts = [];

    public bool ChangesText => false;

    public IMaskLookup? Masks => null;

    public ReadOnlyMemory<byte> BlockMessage => default;

    /// <summary>The texts so far, those that are empty left out.</summary>
    public List<AnswerText> Texts => [.. _texts.Where(text => text.Utf8.Count > 0).Select(text => new AnswerText(text.Kind, text.Form, text.Utf8.ToArray()))];

    public GuardedText? Create(TextKind kind, TextForm form, bool isRepeat) =>
        isRepeat ? null : new GuardedText([new SpanRule(0, GuardAction.Shadow, new Collector(this, kind, form))], this);

    public void Blocked(TextKind kind)
    {
    }

    public bool Accepts(in SpanRule rule, in GuardSpan span, ReadOnlySpan<byte> value) => false;

    public void Found(in SpanRule rule, in GuardSpan span, GuardAction action)
    {
    }

    public void Replace(in SpanRule rule, in GuardSpan span, GuardAction action, ReadOnlySpan<byte> value, PooledBuffer output)
    {
    }

    private sealed class Collector(CollectingGuards guards, TextKind kind, TextForm form) : ISpanScanner
    {
        private List<byte>? _text;

        public long SafeOffset { get; private set; }

        public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
        {
            SafeOffset += utf8.Length;
            if (_text is null)
                guards._texts.Add((kind, form, _text = []));
            _text.AddRange(utf8);
        }

        public void Finish(List<GuardSpan> found)
        {
        }

        public void Reset()
        {
            SafeOffset = 0;
            _text = null;
        }

        public void Dispose() => Reset();
    }
}
