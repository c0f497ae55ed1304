using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Files;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>Reads texts of versions, wherever they stand.</summary>
internal static class PromptText
{
    /// <summary>Most bytes of one text.</summary>
    public const int MaxBytes = PromptFileReader.MaxBytes;

    /// <summary>Reads a text; <c>null</c>, with all errors, where it is not right.</summary>
    /// <param name="id">Which version it is.</param>
    /// <param name="place">Where it stands, for errors.</param>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static PromptTemplate? Read(PromptId id, string place, byte[] text, List<ConfigurationError> errors)
    {
        var reading = PromptFileReader.Read(id, text, place);
        errors.AddRange(reading.Errors);
        return reading.Template;
    }
}
