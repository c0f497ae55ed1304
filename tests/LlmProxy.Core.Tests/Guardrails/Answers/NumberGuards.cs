using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Core.Tests.Guardrails.Answers;

/// <summary>Guards that object to runs of three digits and more, in all kinds of text or in some.</summary>
internal sealed class NumberGuards(GuardAction? action, TextKind kinds = TextKind.All, MaskVault? masks = null, string message = "") : IOutputGuards
{
    /// <summary>What tells when a second has passed, for which text may be held; <c>null</c>: it is held as long as it must be.</summary>
    public TimeProvider? Clock { get; init; }

    public bool Releases => Clock is not null;

    public NotingSink Sink { get; } = new();

    public NotingSink Repeats { get; } = new();

    public List<TextKind> Asked { get; } = [];

    public bool ChangesText => action is GuardAction.Block or GuardAction.Redact;

    public IMaskLookup? Masks => masks;

    public ReadOnlyMemory<byte> BlockMessage { get; } = Encoding.UTF8.GetBytes(message);

    public GuardedText? Create(TextKind kind, TextForm form, bool isRepeat) => Create(kind, form, isRepeat, isParted: false);

    public GuardedText? CreateParted(TextKind kind, TextForm form) => Create(kind, form, isRepeat: false, isParted: true);

    private GuardedText? Create(TextKind kind, TextForm form, bool isRepeat, bool isParted)
    {
        Asked.Add(kind);
        if (action is not { } what || !kinds.HasFlag(kind))
            return null;
        ISpanScanner scanner = Scanner();
        if (form == TextForm.Json)
            scanner = new JsonFormScanner(scanner);
        if (isParted)
            scanner = new PartedScanner(scanner, Scanner());
        TimeSpan? release = Clock is null ? null : TimeSpan.FromSeconds(1);
        return new GuardedText([new SpanRule(0, what, scanner) { Release = release }], isRepeat ? Repeats : Sink, isRepeat ? null : Clock);
    }

    private static RunScanner Scanner() => new RunScanner("NUMBER", 3, b => char.IsAsciiDigit((char)b));

    /// <summary>What becomes of a whole text.</summary>
    public string Apply(string text, TextKind kind = TextKind.Assistant, TextForm form = TextForm.Plain)
    {
        using var output = new LlmProxy.Core.Buffers.PooledBuffer();
        using var pass = new GuardedPass(new NumberGuards(action, kinds, masks), kind, form, isRepeat: false);
        pass.Feed(Encoding.UTF8.GetBytes(text), output);
        pass.Finish(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
