using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <summary>The guards of an answer that is judged behind them: masks stay on until then, so that no judge sees a true value.</summary>
internal sealed class MaskedGuards(IOutputGuards guards) : IOutputGuards
{
    public bool ChangesText => guards.ChangesText;

    public IMaskLookup? Masks => null;

    public ReadOnlyMemory<byte> BlockMessage => guards.BlockMessage;

    public void Enter(in AnswerAddress address) => guards.Enter(address);

    public GuardedText? Create(TextKind kind, TextForm form, bool isRepeat) => guards.Create(kind, form, isRepeat);

    public GuardedText? CreateParted(TextKind kind, TextForm form) => guards.CreateParted(kind, form);
}
