namespace LlmProxy.Core.Guardrails;

/// <summary>A place in a text at which a guard found something.</summary>
/// <param name="Start">Where it begins: bytes of UTF-8 from the text's beginning, before anything was replaced.</param>
/// <param name="Length">How many bytes; at least 1.</param>
/// <param name="Type">What it is, in capitals and digits with underscores: <c>EMAIL</c>, <c>US_SSN</c>. From a closed set of the guard's, never content.</param>
/// <param name="Score">How sure the guard is, 0 to 1.</param>
public readonly record struct GuardSpan(long Start, int Length, string Type, float Score = 1)
{
    /// <summary>Whether it stands in a text of <see cref="TextForm.Json"/> outside of any string, as a number does: what replaces it needs quotes.</summary>
    public bool IsBare { get; init; }

    /// <summary>Of findings of one guard with the same beginning and length the one with the lowest rank counts.</summary>
    public int Rank { get; init; }

    /// <summary>The same place in characters; <c>null</c>: nobody has measured it.</summary>
    public CharacterRange? Characters { get; init; }

    /// <summary>In which part of a text it begins, from 0; <c>null</c>: the text has no parts. <see cref="Characters"/> counts from that part's beginning.</summary>
    public int? Part { get; init; }

    /// <summary>The offset behind its last byte.</summary>
    public long End => Start + Length;
}
