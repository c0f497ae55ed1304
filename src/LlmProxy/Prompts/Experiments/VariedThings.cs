namespace LlmProxy.Prompts.Experiments;

/// <summary>What an experiment varies. Two that vary the same never have the same request.</summary>
[Flags]
internal enum VariedThings
{
    /// <summary>Nothing: a test of the test.</summary>
    None = 0,

    /// <summary>The version of the prompt.</summary>
    Version = 1,

    /// <summary>The model.</summary>
    Model = 2,

    /// <summary>The temperature.</summary>
    Temperature = 4,

    /// <summary>The bound on an answer's tokens.</summary>
    MaxTokens = 8,

    /// <summary>Who gets a copy: there is one at most.</summary>
    Shadow = 16,
}
