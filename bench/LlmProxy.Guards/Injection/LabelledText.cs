namespace LlmProxy.Guards.Injection;

/// <summary>One text of which it is known whether it is an attack.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label"><c>attack</c> or <c>benign</c>.</param>
/// <param name="Kind">What sort of attack or harmless text it is; recall differs much between kinds.</param>
/// <param name="Source">Who published it.</param>
internal sealed record LabelledText(string Text, string Label, string Kind, string Source)
{
    /// <summary>Whether it tries to override, bypass or reveal instructions.</summary>
    public bool IsAttack => Label == "attack";
}
