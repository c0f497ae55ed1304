using System.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Events;

namespace LlmProxy.Providers;

/// <summary>Turns the answers of a foreign protocol into the client's; one instance for each attempt.</summary>
public interface IAnswerTranslator
{
    /// <summary>A reader of the provider's stream.</summary>
    IStreamDecoder CreateDecoder();

    /// <summary>A writer of the client's stream.</summary>
    IStreamEncoder CreateEncoder();

    /// <summary>Writes a whole answer in the client's form, and tells what it found.</summary>
    /// <exception cref="LlmException">The provider's answer is malformed: 502.</exception>
    TranslatedAnswer TranslateBody(ReadOnlyMemory<byte> body, IBufferWriter<byte> output);

    /// <summary>Reads an error that the provider reported inside a stream.</summary>
    /// <param name="name">Its code or type; <c>null</c> where it told none.</param>
    /// <param name="message">Its message; <c>null</c> where it told none.</param>
    LlmError TranslateStreamError(string? name, string? message);

    /// <summary>Reads an error of the provider, whatever the form of its body.</summary>
    LlmError TranslateError(int status, ReadOnlyMemory<byte> body);
}
