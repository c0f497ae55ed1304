namespace LlmProxy.Core.Prompts;

/// <summary>What the value of a variable is.</summary>
public enum PromptVariableType
{
    /// <summary>Any text; files say <c>string</c>.</summary>
    Text,

    /// <summary>A whole number of 64 bits; files say <c>integer</c>.</summary>
    WholeNumber,

    /// <summary>A number that JSON can write; files say <c>number</c>.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>; files say <c>boolean</c>.</summary>
    Boolean,
}
