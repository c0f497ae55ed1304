using LlmProxy.Core.Guardrails.Injection.Concepts;
using LlmProxy.Core.Guardrails.Injection.Folding;

namespace LlmProxy.Core.Guardrails.Injection;

/// <summary>Names what a set of concepts amounts to.</summary>
internal sealed class ReasonTable
{
    // A reason holds where each of two sets has a concept in the window.
    private readonly (ulong First, ulong Second, InjectionReasons Reason)[] _rows;

    /// <summary>Makes the table for a lexicon.</summary>
    public ReasonTable(Lexicon lexicon)
    {
        var ignore = lexicon.Set("IGNORE", "NEWTASK", "STOP");
        var orders = lexicon.Set("INSTRUCTION", "RULE", "PREVIOUS", "PROMPT");
        var reveal = lexicon.Set("REVEAL", "ENCODE", "DOCUMENT", "BEGIN", "WORD");
        var role = lexicon.Set("PRETEND", "MODE", "NEWTASK", "AI", "YOU");
        _rows =
        [
            (ignore, orders, InjectionReasons.OverridesInstructions),
            (reveal, lexicon.Set("PROMPT"), InjectionReasons.RevealsPrompt),
            (reveal, lexicon.Set("SECRET"), InjectionReasons.RevealsSecret),
            (role, lexicon.Set("UNRESTRICTED", "MODE", "AUTHORITY"), InjectionReasons.ChangesRole),
            (lexicon.Set("USER", "AUTHORITY"), lexicon.Set("PERSONAL"), InjectionReasons.RevealsPersonalData),
            (lexicon.Set("TEMPLATE"), lexicon.Set("TEMPLATE"), InjectionReasons.ChatTemplate),
            (lexicon.Set("EXFIL"), lexicon.Set("REVEAL", "INSERT", "RESPOND", "CONCEAL"), InjectionReasons.SendsData),
        ];
    }

    /// <summary>The reasons for which <paramref name="concepts"/> and <paramref name="kinds"/> speak.</summary>
    public InjectionReasons Of(ulong concepts, FoldingKinds kinds)
    {
        var reasons = kinds == FoldingKinds.None ? InjectionReasons.None : InjectionReasons.Disguised;
        foreach (var (first, second, reason) in _rows)
        {
            if ((concepts & first) != 0 && (concepts & second) != 0)
                reasons |= reason;
        }

        return reasons;
    }
}
