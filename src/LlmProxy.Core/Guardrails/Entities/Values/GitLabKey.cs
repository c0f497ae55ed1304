namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The tokens of GitLab, of which each kind has its length.</summary>
internal static class GitLabKey
{
    /// <summary>Whether a token is as long as its kind is, 20 characters and more where the kind is not known for more, and no placeholder.</summary>
    public static bool Is(ReadOnlySpan<byte> value)
    {
        var dash = value.IndexOf((byte)'-');
        var kind = value[..dash];
        var least = kind.SequenceEqual("glptt"u8) ? 40
            : kind.SequenceEqual("glimt"u8) ? 25
            : kind.SequenceEqual("gloas"u8) ? 64
            : 20;
        return value.Length - dash - 1 >= least && !Placeholder.Is(value[(dash + 1)..]) && Entropy.Of(value) >= 3;
    }
}
