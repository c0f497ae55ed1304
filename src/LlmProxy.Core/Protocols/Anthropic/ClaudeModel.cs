using System.Globalization;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>What a Claude model takes, told from its name.</summary>
/// <remarks>
/// From Anthropic's model overview and migration guides, August 2026. A Claude model whose name has no readable version
/// is taken for a new one, and a model that is not Claude for one that takes everything the protocol has.
/// </remarks>
internal readonly record struct ClaudeModel
{
    private const int Unreadable = int.MaxValue;

    private static readonly char[] Separators = ['-', '.', '_', '@', ':', '/'];

    private ClaudeModel(bool isClaude, int version, bool alwaysThinks)
    {
        IsClaude = isClaude;
        Version = version;
        AlwaysThinks = alwaysThinks;
    }

    /// <summary>Whether the name is one of Claude's.</summary>
    public bool IsClaude { get; }

    /// <summary>Major version × 100 + minor: 4.6 is 406.</summary>
    public int Version { get; }

    /// <summary>Fable and Mythos think whatever is asked, and refuse <c>thinking: {type: disabled}</c>.</summary>
    public bool AlwaysThinks { get; }

    /// <summary>Extended thinking came with 3.7.</summary>
    public bool CanThink => !IsClaude || Version >= 307;

    /// <summary>Adaptive thinking came with 4.6; from 4.7 on it is the only way.</summary>
    public bool ThinksAdaptively => IsClaude && Version >= 406;

    /// <summary>From 5 on a model thinks unless told otherwise.</summary>
    public bool ThinksByDefault => IsClaude && Version >= 500;

    /// <summary>Whether <c>thinking: {type: disabled}</c> is known to be taken by a model that thinks by default.</summary>
    public bool CanStopThinking => IsClaude && Version == 500 && !AlwaysThinks;

    /// <summary>The effort <c>xhigh</c> came with 4.7.</summary>
    public bool HasExtraHighEffort => !IsClaude || Version >= 407;

    /// <summary>From 4.7 on <c>temperature</c>, <c>top_p</c> and <c>top_k</c> are refused.</summary>
    public bool RefusesSampling => IsClaude && Version >= 407;

    /// <summary>From 4.1 on <c>temperature</c> and <c>top_p</c> are refused together.</summary>
    public bool RefusesTemperatureWithTopP => IsClaude && Version >= 401;

    /// <summary>Whether <c>output_config.format</c> and strict tools are taken: Opus 4.1 and everything from 4.5 on.</summary>
    public bool HasStructuredOutput => !IsClaude || Version is 401 or >= 405;

    /// <summary>Reads a name such as <c>claude-sonnet-4-5-20250929</c>, <c>claude-3-7-sonnet-latest</c> or <c>anthropic.claude-opus-5</c>.</summary>
    public static ClaudeModel Parse(string name)
    {
        var start = name.IndexOf("claude", StringComparison.OrdinalIgnoreCase);
        if (start < 0) return new ClaudeModel(isClaude: false, Unreadable, alwaysThinks: false);
        var words = name[start..].Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        var alwaysThinks = words.Any(word => word.Equals("fable", StringComparison.OrdinalIgnoreCase)
            || word.Equals("mythos", StringComparison.OrdinalIgnoreCase));
        var at = Array.FindIndex(words, IsVersionNumber);
        if (at < 0) return new ClaudeModel(isClaude: true, Unreadable, alwaysThinks);
        var minor = at + 1 < words.Length && IsVersionNumber(words[at + 1]) ? Number(words[at + 1]) : 0;
        return new ClaudeModel(isClaude: true, Number(words[at]) * 100 + minor, alwaysThinks);
    }

    // A date, as in claude-sonnet-4-20250514, has eight digits and is no minor version.
    private static bool IsVersionNumber(string word) => word.Length <= 2 && word.All(char.IsAsciiDigit);

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
