using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Lets an answer pass, and keeps its texts.</summary>
/// <param name="isOneMessage">Whether what the model says is one message, whatever block it stands in; else each choice, or item, is one.</param>
internal sealed class CollectingGuards(bool isOneMessage) : IOutputGuards, IGuardedTextSink
{
    private readonly List<(AnswerText Text, List<byte> Utf8, bool IsRepeat)> _texts = [];
    private AnswerAddress? _address;

    public bool ChangesText => false;

    public IMaskLookup? Masks => null;

    public ReadOnlyMemory<byte> BlockMessage => default;

    /// <summary>
    /// The texts so far, those that are empty left out. What says a text once more is left out where it says the same, and so is what
    /// is no part of the model's own words and stands in many frames: sources, labels.
    /// </summary>
    public List<AnswerText> Texts
    {
        get
        {
            var known = new HashSet<(TextKind, TextForm, string)>();
            var texts = new List<AnswerText>();
            foreach (var (text, utf8, isRepeat) in _texts)
            {
                // Each byte a character: equal texts, and what is no UTF-8, stay what they are.
                var bytes = utf8.ToArray();
                var isNew = bytes.Length > 0 && known.Add((text.Kind, text.Form, Encoding.Latin1.GetString(bytes)));
                if (isNew || (bytes.Length > 0 && !isRepeat && text.Kind != TextKind.Other))
                    texts.Add(text with { Utf8 = bytes });
            }

            return texts;
        }
    }

    public void Enter(in AnswerAddress address) => _address = address;

    public GuardedText? Create(TextKind kind, TextForm form, bool isRepeat) =>
        new([new SpanRule(0, GuardAction.Shadow, new Collector(this, kind, form, isRepeat))], this);

    public bool Accepts(in SpanRule rule, in GuardSpan span, ReadOnlySpan<byte> value) => false;

    public void Found(in SpanRule rule, in GuardSpan span, GuardAction action)
    {
    }

    public void Replace(in SpanRule rule, in GuardSpan span, GuardAction action, ReadOnlySpan<byte> value, PooledBuffer output)
    {
    }

    private int MessageOf(TextKind kind) => kind != TextKind.Assistant || _address is not { Group: >= 0 and var group } ? -1 : isOneMessage ? 0 : group;

    private sealed class Collector(CollectingGuards guards, TextKind kind, TextForm form, bool isRepeat) : ISpanScanner
    {
        private List<byte>? _text;

        public long SafeOffset { get; private set; }

        public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
        {
            SafeOffset += utf8.Length;
            if (_text is null)
                guards._texts.Add((new AnswerText(kind, form, default, guards.MessageOf(kind)) { Address = guards._address }, _text = [], isRepeat));
            _text.AddRange(utf8);
        }

        // Each part is a text of its own.
        public void EndPart(List<GuardSpan> found) => _text = null;

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
